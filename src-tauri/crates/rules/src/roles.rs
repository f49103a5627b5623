//! What an operator may be at a desk.

use crate::words::words;

words! {
    /// The role of an operator. The last three are kept by three separate people: who runs
    /// the system, who grants access and who audits (GB/T 22239-2019).
    pub enum Role {
        /// Gate clerk (入口检测).
        Gate = "gate",
        /// Caller of the agencies (电话提醒).
        Caller = "caller",
        /// Scheduler of sessions and rooms (场地调度).
        Scheduler = "scheduler",
        /// Round keeper (消毒通风).
        Rounds = "rounds",
        /// Duty lead (值班领导).
        DutyLead = "duty_lead",
        /// Supervision department (监督).
        Supervision = "supervision",
        /// Auditor (审计员).
        Auditor = "auditor",
        /// System administrator (系统管理员).
        SystemAdmin = "system_admin",
        /// Security administrator (安全管理员).
        SecurityAdmin = "security_admin",
    }
}
