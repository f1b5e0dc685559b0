//! ALMemory: values under keys. Who follows a key asks for a subscriber, which the session makes.

use serde_json::{Value, json};

use crate::virtual_nao::services::{Call, Given, Method, Outcome};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    ("getData", "(s)", "m"), ("getListData", "(m)", "m"),
    ("insertData", "(sm)", "v"), ("insertListData", "(m)", "v"), ("removeData", "(s)", "v"),
    ("getDataListName", "()", "[s]"), ("raiseEvent", "(sm)", "v"), ("subscriber", "(s)", "o"),
];

pub(super) fn call(call: &Call<'_>) -> Outcome {
    let (body, key) = (call.body, call.text(0));
    let missing = || format!("RuntimeError: ALMemory::{}  key not found: {key}", call.method);
    Ok(match call.method {
        "getData" => body.value(key).ok_or_else(missing)??.into(),
        "getListData" => {
            let keys = call.value(0);
            let value = |key: &Value| key.as_str().and_then(|key| body.value(key));
            let keys = keys.as_array().into_iter().flatten();
            let values = keys.map(|key| value(key).unwrap_or(Ok(Value::Null)));
            Value::Array(values.collect::<Result<_, _>>()?).into()
        }
        "insertData" => {
            body.insert(key, call.value(1));
            Given::Nothing
        }
        "insertListData" => {
            for pair in call.value(0).as_array().into_iter().flatten() {
                let Some(key) = pair[0].as_str() else {
                    return Err(call.refused("a list of [key, value] is expected"));
                };
                body.insert(key, pair[1].clone());
            }
            Given::Nothing
        }
        "removeData" => {
            body.with(|state| state.memory.remove(key)).ok_or_else(missing)?;
            Given::Nothing
        }
        "getDataListName" => {
            json!(body.with(|state| state.memory.keys().cloned().collect::<Vec<_>>())).into()
        }
        _ => {
            body.raise(key, call.value(1));
            Given::Nothing
        }
    })
}
