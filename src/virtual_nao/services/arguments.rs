//! Whether arguments fit a method, and what the bridge says when they do not.

use serde_json::Value;

use crate::virtual_nao::services::Method;

/// What Python says of a member that an object does not have.
pub(crate) fn no_attribute(member: &str) -> String {
    format!("'qi.qi_python.Object' object has no attribute '{member}'")
}

/// The method, if arguments fit one of its forms. Refuses unknown methods and arguments that fit
/// none, in the bridge's words.
pub(super) fn check(
    mut forms: impl Iterator<Item = &'static Method> + Clone,
    method: &str,
    args: &[Value],
) -> Result<&'static str, String> {
    let all = forms.clone();
    if let Some((name, ..)) = forms.find(|(_, parameters, _)| fits(parameters, args)) {
        return Ok(name);
    }
    if all.clone().next().is_none() {
        return Err(no_attribute(method));
    }
    let given: String = args.iter().map(signature).collect();
    let candidates: String =
        all.map(|(name, parameters, _)| format!("  {name}::{parameters} (1)\n")).collect();
    Err(format!(
        "Arguments types did not match for {method} (resolved to '({given})'):\n  Candidate:\n{candidates}"
    ))
}

/// Whether arguments fit a signature such as `(sf)`.
fn fits(parameters: &str, args: &[Value]) -> bool {
    let wanted = parameters.trim_matches(['(', ')']);
    wanted.len() == args.len()
        && wanted.chars().zip(args).all(|(wanted, given)| match wanted {
            's' => given.is_string(),
            'f' => given.is_number(),
            'i' => given.is_i64() || given.is_u64(),
            'b' => given.is_boolean(),
            _ => true,
        })
}

fn signature(value: &Value) -> &'static str {
    match value {
        Value::Null => "v",
        Value::Bool(_) => "b",
        Value::Number(number) if number.is_f64() => "d",
        Value::Number(_) => "l",
        Value::String(_) => "s",
        Value::Array(_) => "[m]",
        Value::Object(_) => "{sm}",
    }
}
