//! The virtual Nao's bridge where few clients go: properties, signals before their link, numbers
//! that JSON lacks, sessions that outlive their sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{sync::Arc, time::Duration};

use companion::{
    motion::Joint,
    robot::{Address, Link},
    virtual_nao::{Options, Profile, Silent, VirtualNao, Wire},
};
use serde_json::{Value, json};
use support::{Namespace, RawClient, over};
use tokio::time::{Instant, sleep};

const BOTH: [Namespace; 2] = [Namespace::One, Namespace::Two];

/// Longer than a short call takes.
const SOON: Duration = Duration::from_millis(50);

fn nao() -> (VirtualNao, Wire) {
    VirtualNao::start_in_memory(Options::new("Nao", Arc::new(Silent)))
}

#[tokio::test(start_paused = true)]
async fn a_property_is_read_set_and_followed() {
    let (nao, wire) = nao();
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    for (service, property, before, after) in [
        ("ALTextToSpeech", "volume", json!(0.6), json!(0.8)),
        ("ALAutonomousLife", "state", json!("solitary"), json!("disabled")),
        ("ALSpeakingMovement", "enabled", json!(true), json!(false)),
    ] {
        let object = client.service(service).await;
        assert_eq!(client.call(object, property, json!(["value"])).await, Some(Ok(before)));
        let link = client.call(object, property, json!(["connect"])).await.unwrap().unwrap();
        let set = client.begin(object, property, json!(["setValue", after])).await;
        let signal = client.event().await.unwrap()["args"]["result"].clone();
        let expected = json!({"obj": object, "signal": property, "data": [after], "link": link});
        assert_eq!(signal, expected);
        assert_eq!(client.outcome(set).await, Some(Ok(Value::Null)));
        assert_eq!(client.call(object, property, json!(["value"])).await, Some(Ok(after.clone())));
        client.call(object, property, json!(["disconnect", link])).await.unwrap().unwrap();
        client.call(object, property, json!(["setValue", after])).await.unwrap().unwrap();
        assert_eq!(client.next_within(SOON).await, None, "followed no longer");
    }
    let battery = client.service("ALBattery").await;
    client.call(battery, "charge", json!(["connect"])).await.unwrap().unwrap();
    nao.set_battery(40);
    assert_eq!(client.signalled().await, 40);
    for (args, refusal) in [
        (json!(["setValue", 90]), "cannot be set"),
        (json!(["setValue"]), "index out of range"),
        (json!([]), "not callable"),
    ] {
        let refused = client.call(battery, "charge", args).await.unwrap().unwrap_err();
        assert!(refused.contains(refusal), "{refused}");
    }
    let speech = client.service("ALTextToSpeech").await;
    let wrong = client.call(speech, "volume", json!(["setValue", "loud"])).await;
    assert!(wrong.unwrap().unwrap_err().starts_with("Arguments types did not match"));
}

#[tokio::test(start_paused = true)]
async fn a_property_is_described_with_a_signal_of_its_number_and_name() {
    let (_nao, wire) = nao();
    for namespace in BOTH {
        let mut client = RawClient::open(&wire, namespace).await;
        let found = client.call("ServiceDirectory", "service", json!(["ALTextToSpeech"])).await;
        let described = found.unwrap().unwrap()["metaobject"].clone();
        let properties = described["properties"].as_object().unwrap();
        let (uid, volume) = properties.iter().next().expect("there is one");
        assert_eq!((properties.len(), &volume["name"]), (1, &json!("volume")));
        assert_eq!(volume["uid"].to_string(), *uid);
        assert_eq!(described["signals"][uid]["name"], "volume");
        assert!(described["methods"].get(uid).is_none(), "a number is used once");
    }
}

#[tokio::test(start_paused = true)]
async fn namespace_1_has_no_way_to_properties() {
    let (_nao, wire) = nao();
    let mut client = RawClient::open(&wire, Namespace::One).await;
    let speech = client.service("ALTextToSpeech").await;
    for args in [json!(["value"]), json!(["setValue", 0.8])] {
        let refused = client.call(speech, "volume", args).await.unwrap().unwrap_err();
        assert!(refused.contains("not callable"), "{refused}");
    }
    let options = Options { profile: Profile::V2_1, ..Options::new("Nao", Arc::new(Silent)) };
    let (_nao, wire) = VirtualNao::start_in_memory(options);
    let mut client = RawClient::open(&wire, Namespace::One).await;
    let speech = client.service("ALTextToSpeech").await;
    let refused = client.call(speech, "volume", json!(["value"])).await.unwrap().unwrap_err();
    assert!(refused.contains("no attribute 'volume'"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_method_may_be_called_with_the_words_of_signals() {
    let (_nao, wire) = nao();
    let mut client = RawClient::open(&wire, Namespace::Two).await;
    let speech = client.service("ALTextToSpeech").await;
    assert_eq!(client.call(speech, "say", json!(["connect"])).await, Some(Ok(Value::Null)));
}

#[tokio::test(start_paused = true)]
async fn a_signal_before_its_connection_is_confirmed_has_link_minus_1() {
    let (nao, wire) = nao();
    for namespace in BOTH {
        let mut client = RawClient::open(&wire, namespace).await;
        let key = json!(["FrontTactilTouched"]);
        let object = client.ask("ALMemory", "subscriber", key).await["pyobject"].clone();
        let (member, args) = match namespace {
            Namespace::Two => ("signal", json!(["connect"])),
            Namespace::One => ("registerEvent", json!(["signal"])),
        };
        let connecting = client.begin(object.clone(), member, args).await;
        sleep(Duration::from_micros(500)).await;
        nao.press("FrontTactilTouched");
        let early = client.event().await.unwrap()["args"]["result"].clone();
        let expected = json!({"obj": object, "signal": "signal", "data": [1.0], "link": -1});
        assert_eq!(early, expected);
        let link = client.outcome(connecting).await.unwrap().unwrap();
        nao.release("FrontTactilTouched");
        assert_eq!(client.event().await.unwrap()["args"]["result"]["link"], link);
    }
}

#[tokio::test(start_paused = true)]
async fn our_client_is_told_of_a_signal_that_came_before_its_link() {
    let (nao, wire) = nao();
    let (link, mut signals) = Link::open(&over(&wire), &Address::new("nao:80")).await.unwrap();
    // It is known already, so that following it takes one call.
    let within = Duration::from_secs(1);
    link.call("ALBattery", "getBatteryCharge", vec![], within).await.unwrap();
    let (followed, ()) = tokio::join!(link.follow("ALBattery", "charge"), async {
        sleep(Duration::from_micros(500)).await;
        nao.set_battery(33);
    });
    let signal = signals.recv().await.unwrap();
    assert_eq!((signal.object, signal.data), (followed.unwrap().object, vec![json!(33)]));
    assert_eq!(link.counters().early, 1);
}

#[tokio::test(start_paused = true)]
async fn a_number_that_json_lacks_is_an_error_and_never_written() {
    let (nao, wire) = nao();
    nao.heat(Joint::LKneePitch, f64::NAN);
    let key = |joint| format!("Device/SubDeviceList/{joint}/Temperature/Sensor/Value");
    for namespace in BOTH {
        let mut client = RawClient::open(&wire, namespace).await;
        let memory = client.service("ALMemory").await;
        let list = json!([[key("HeadYaw"), key("LKneePitch")]]);
        for (method, args) in [("getData", json!([key("LKneePitch")])), ("getListData", list)] {
            let refused = client.call(memory, method, args).await;
            let text = "Out of range float values are not JSON compliant".to_owned();
            assert_eq!(refused, Some(Err(text)));
        }
        let well = client.call(memory, "getData", json!([key("HeadYaw")])).await;
        assert_eq!(well, Some(Ok(json!(38.0))));
    }
}

/// A session, its id, and a client that follows the head.
async fn following(wire: &Wire) -> (String, RawClient) {
    let id = RawClient::handshake(wire, Namespace::Two).await;
    let mut client = RawClient::attach(wire, Namespace::Two, &id).await;
    assert_eq!(client.next().await.as_deref(), Some("1::"));
    client.follow("FrontTactilTouched").await;
    (id, client)
}

#[tokio::test(start_paused = true)]
async fn a_session_outlives_its_socket_and_tells_what_was_missed() {
    let (nao, wire) = nao();
    let (id, mut client) = following(&wire).await;
    let speech = client.service("ALTextToSpeech").await;
    client.begin(speech, "say", json!(["Une phrase qui prend quelques secondes"])).await;
    assert_eq!(client.next_within(SOON).await, None);
    drop(client);
    sleep(Duration::from_secs(10)).await;
    nao.touch("FrontTactilTouched");
    sleep(Duration::from_secs(10)).await;
    let mut client = RawClient::attach(&wire, Namespace::Two, &id).await;
    // The reply to the sentence came first; there is no second confirmation.
    let first = client.event().await.unwrap();
    assert_eq!((&first["name"], first["args"].get("result")), (&json!("reply"), None));
    assert_eq!(client.signalled().await, 1.0);
    assert_eq!(client.signalled().await, 0.0);
    nao.press("FrontTactilTouched");
    assert_eq!(client.signalled().await, 1.0, "what was followed is followed still");
    let language = client.call(speech, "getLanguage", json!([])).await;
    assert_eq!(language, Some(Ok(json!("French"))), "objects have kept their numbers");
}

#[tokio::test(start_paused = true)]
async fn a_session_without_a_socket_ends_after_30_to_45_seconds() {
    let (_nao, wire) = nao();
    let (id, client) = following(&wire).await;
    drop(client);
    sleep(Duration::from_secs(29)).await;
    let mut client = RawClient::attach(&wire, Namespace::Two, &id).await;
    assert!(client.round_trip(SOON).await.is_some());
    drop(client);
    sleep(Duration::from_secs(46)).await;
    let mut late = RawClient::attach(&wire, Namespace::Two, &id).await;
    assert_eq!(late.next_within(SOON).await, Some(None), "as with a false id");
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_a_client_is_bounded() {
    let (nao, wire) = nao();
    let (id, client) = following(&wire).await;
    drop(client);
    for round in 0..100 {
        for _ in 0..50 {
            nao.touch("FrontTactilTouched");
        }
        if round % 2 == 1 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    let mut client = RawClient::attach(&wire, Namespace::Two, &id).await;
    let mut came = 0;
    while client.next_within(SOON).await.is_some() {
        came += 1;
    }
    assert_eq!(came, 4096);
}

#[tokio::test(start_paused = true)]
async fn heartbeats_begin_anew_with_a_new_socket() {
    let (_nao, wire) = nao();
    let (id, client) = following(&wire).await;
    drop(client);
    sleep(Duration::from_secs(20)).await;
    let mut client = RawClient::attach(&wire, Namespace::Two, &id).await;
    let began = Instant::now();
    assert_eq!(client.next().await.as_deref(), Some("2::"));
    assert_eq!(began.elapsed().as_secs(), 12);
}
