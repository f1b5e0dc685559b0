//! The JSON Schema of routine files, which editors use for completion.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::script::written::RoutineFile;

/// The schema, made from the very types that read routines.
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<RoutineFile>().to_value()
}
