// Only the styles of the Element Plus components this window uses.
import "element-plus/es/components/base/style/css";
import "element-plus/es/components/dialog/style/css";
import "element-plus/es/components/date-picker/style/css";
import "element-plus/es/components/input/style/css";
import "element-plus/es/components/select/style/css";
import "element-plus/es/components/option/style/css";
import "element-plus/es/components/checkbox/style/css";
import "element-plus/es/components/checkbox-group/style/css";
import "element-plus/es/components/radio/style/css";
import "element-plus/es/components/radio-group/style/css";
import "./tokens.css";
import "./base.css";
import "./elements.css";
import "./groups.css";
