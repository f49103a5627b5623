//! The types of the two documents as the window and other programs see them.

#[cfg(test)]
mod tests {
    use bidhall_grouping::{Breach, Instance, InstanceFault, Plan};
    use ts_rs::{Config, TS};

    #[test]
    fn figures_are_plain_numbers_in_typescript() {
        let config = Config::default();
        let declared = [Instance::decl(&config), Plan::decl(&config), Breach::decl(&config)];
        for text in declared.iter().chain(&[bidhall_grouping::plan::Reason::decl(&config)]) {
            assert!(!text.contains("bigint"), "{text}");
        }
        assert!(InstanceFault::decl(&config).contains("\"code\""));
    }

    #[test]
    fn the_schemas_of_both_documents_can_be_written() {
        for schema in [schemars::schema_for!(Instance), schemars::schema_for!(Plan)] {
            assert_eq!(schema.as_value()["type"], "object");
        }
    }
}
