//! The page's API, as the page and as a careless or hostile client use it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::{path::Path, time::Duration};

use serde_json::{Value, json};
use support::{Program, within};

fn state(program: &Program) -> Value {
    program.request("GET", "/api/house", None).1["robots"][0].clone()
}

fn until(program: &Program, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    within(Duration::from_secs(60), || {
        let state = state(program);
        let found = wanted(&state);
        if !found {
            note(what, &state);
        }
        found.then_some(state)
    })
}

/// Shown when the test fails, since nothing else tells where it hung.
fn note(what: &str, state: &Value) {
    println!("waiting until {what}: {}", state["session"]["view"]["state"]);
}

#[test]
fn a_game_is_played_by_touch() {
    let program = Program::serve("none", &[]);
    let resident = json!({"name": "Odette", "language": "fr"});
    let (status, resident) = program.request("POST", "/api/residents", Some(&resident));
    assert_eq!(status, 201);
    until(&program, "the robot is there", |robot| robot["connected"] == true);
    let (_, routines) = program.request("GET", "/api/routines", None);
    let shipped = companion::script::routine_files("routines".as_ref());
    assert_eq!(routines.as_array().unwrap().len(), shipped.len());

    let start = json!({"routine": "ko/memory/guess", "resident": resident["id"]});
    let (status, started) = program.request("POST", "/api/robots/nao/start", Some(&start));
    assert_eq!(status, 200, "{started}");
    let (status, busy) = program.request("POST", "/api/robots/nao/start", Some(&start));
    assert_eq!((status, &busy["code"]), (409, &json!("busy")));

    until(&program, "it listens", |robot| robot["session"]["view"]["state"] == "listening");
    let answer = json!({"text": "강아지", "by": "touch"});
    assert_eq!(program.request("POST", "/api/robots/nao/answer", Some(&answer)).0, 204);
    let robot = until(&program, "it is scored", |robot| {
        robot["session"]["view"]["answers"].as_array().is_some_and(|answers| !answers.is_empty())
    });
    let scored = &robot["session"]["view"]["answers"][0];
    assert_eq!((&scored["verdict"], &scored["points"]), (&json!("wrong"), &json!(0)));

    let overrule = json!({"action": "overrule", "answer": scored["answer"], "verdict": "right"});
    assert_eq!(program.request("POST", "/api/robots/nao/act", Some(&overrule)).0, 204);
    let robot = state(&program);
    assert_eq!(robot["session"]["view"]["answers"][0]["overruled"], true);
    assert_eq!(robot["session"]["view"]["score"], 1);

    assert_eq!(program.request("POST", "/api/robots/nao/stop", None).0, 204);
    until(&program, "it is over", |robot| robot["session"]["over"] == true);
    let (_, detail) = program.request(
        "GET",
        &format!("/api/sessions/{}", started["session"].as_str().unwrap()),
        None,
    );
    assert_eq!(detail["participant"], "Odette");
    assert_eq!((&detail["ended"], &detail["score"]), (&json!("stopped"), &json!(1)));
    assert_eq!(detail["answers"][0]["overruled"], true);

    let id = resident["id"].as_str().unwrap();
    assert_eq!(program.request("DELETE", &format!("/api/residents/{id}"), None).0, 204);
    assert_eq!(program.request("GET", "/api/sessions", None).1, json!([]));
}

#[test]
fn after_a_power_cut_the_session_goes_on() {
    let program = Program::serve("none", &[]);
    until(&program, "the robot is there", |robot| robot["connected"] == true);
    let start = json!({"routine": "ko/memory/guess", "resident": null});
    let (_, started) = program.request("POST", "/api/robots/nao/start", Some(&start));
    until(&program, "it listens", |robot| robot["session"]["view"]["state"] == "listening");
    let program = Program::serve_in(program.cut_the_power(), "none", &[]);
    let robot = until(&program, "it listens again", |robot| {
        robot["session"]["view"]["state"] == "listening"
    });
    assert_eq!(robot["session"]["id"], started["session"]);
    assert!(robot["session"]["view"]["question"].is_object(), "the question is asked again");
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence() {
    let program = Program::serve("none", &[]);
    let long = "a".repeat(600);
    let refused = [
        ("POST", "/api/robots/nobody/stop", json!(null), 404, "unknown_robot"),
        (
            "POST",
            "/api/robots/nao/start",
            json!({"routine": "../../etc/passwd", "resident": null}),
            404,
            "unknown_routine",
        ),
        (
            "POST",
            "/api/robots/nao/start",
            json!({"routine": "ko/memory/guess", "resident": "x"}),
            404,
            "unknown_resident",
        ),
        ("POST", "/api/robots/nao/act", json!({"action": "dance"}), 400, "bad_request"),
        ("POST", "/api/robots/nao/act", json!({"action": "pause"}), 409, "idle"),
        ("POST", "/api/robots/nao/act", json!({"action": "say", "text": " "}), 400, "bad_request"),
        ("POST", "/api/robots/nao/act", json!({"action": "say", "text": long}), 400, "bad_request"),
        ("POST", "/api/robots/nao/answer", json!({"text": "x", "by": "touch"}), 409, "no_question"),
        ("POST", "/api/residents", json!({"name": "  ", "language": "fr"}), 400, "bad_request"),
        ("POST", "/api/residents", json!({"name": "A", "language": "xx"}), 400, "bad_request"),
        ("DELETE", "/api/residents/nobody", json!(null), 404, "unknown_resident"),
        ("GET", "/api/sessions/nothing", json!(null), 404, "not_found"),
        ("GET", "/api/nothing", json!(null), 404, "not_found"),
    ];
    for (method, path, body, status, code) in refused {
        let (got, problem) = program.request(method, path, Some(&body));
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{path} {body}");
        assert!(!problem["error"].as_str().unwrap().is_empty());
    }
    for body in [&b"{"[..], b"\xff\xfe", &[b'['; 5000], &vec![b'x'; 100_000]] {
        let (status, _) = program.raw("POST", "/api/robots/nao/act", "application/json", body);
        assert!((400..500).contains(&status), "{status}");
    }
    assert_eq!(program.request("POST", "/api/robots/nao/stop", None).0, 204, "stop always works");
}

#[test]
fn the_page_comes_at_once_and_models_follow() {
    let program = Program::serve("none", &[]);
    let (status, page) = program.raw("GET", "/", "", b"");
    assert_eq!(status, 200);
    assert!(String::from_utf8_lossy(&page).contains("<script"), "the page was built");
    let (_, house) = program.request("GET", "/api/house", None);
    let korean = &house["models"]["ko"]["state"];
    assert!(["loading", "ready"].contains(&korean.as_str().unwrap()), "{korean}");
    within(Duration::from_secs(60), || {
        let (_, house) = program.request("GET", "/api/house", None);
        (house["models"]["ko"]["state"] == "ready").then_some(())
    });
    assert_eq!(program.raw("GET", "/no/such/file.js", "", b"").0, 404);
}

#[test]
fn each_robot_has_a_session_of_its_own() {
    let routines = concat!(env!("CARGO_MANIFEST_DIR"), "/routines");
    let program = Program::serve_with(&format!(
        "listen: 127.0.0.1:0\nroutines: {routines}\nrobots:\n  \
         - {{id: salon, name: Nao, ears: none}}\n  - {{id: garden, name: Zoé, ears: tablet}}\n"
    ));
    let robots = |program: &Program| program.request("GET", "/api/house", None).1["robots"].clone();
    within(Duration::from_secs(60), || {
        let all = robots(&program);
        (all[0]["connected"] == true && all[1]["connected"] == true).then_some(())
    });
    for (id, routine) in [("salon", "fr/gym/reveil-en-douceur"), ("garden", "ko/memory/guess")] {
        let start = json!({"routine": routine, "resident": null});
        let path = format!("/api/robots/{id}/start");
        assert_eq!(program.request("POST", &path, Some(&start)).0, 200);
    }
    within(Duration::from_secs(60), || {
        (robots(&program)[1]["session"]["view"]["state"] == "listening").then_some(())
    });
    assert_eq!(program.request("POST", "/api/robots/salon/stop", None).0, 204);
    let all = within(Duration::from_secs(60), || {
        let all = robots(&program);
        (all[0]["session"]["over"] == true).then_some(all)
    });
    assert_eq!(all[1]["session"]["view"]["ended"], Value::Null, "the other goes on");
    assert_eq!(all[1]["name"], "Zoé");
}

/// A folder of routines that holds nothing but one of two hours.
fn a_long_routine() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    let own = folder.path().join("en/gym");
    std::fs::create_dir_all(&own).unwrap();
    for shared in ["movements", "en/phrases.yaml"] {
        std::os::unix::fs::symlink(shipped.join(shared), folder.path().join(shared)).unwrap();
    }
    let routine = "title: Two hours\nlanguage: en\nkind: gym\nminutes: 120\nposition: sitting\n\
        steps:\n  - part: warm_up\n  - pause: 120\n  - part: main\n  - repeat:\n      times: 12\n      \
        steps:\n        - pause: 580\n  - part: cool_down\n  - pause: 120\n";
    std::fs::write(own.join("long.yaml"), routine).unwrap();
    folder
}

#[test]
fn what_would_not_last_is_refused_until_staff_want_it_anyway() {
    let routines = a_long_routine();
    let program = Program::serve_with(&format!(
        "listen: 127.0.0.1:0\nroutines: {}\nrobots:\n  - {{id: nao, name: Nao, ears: none}}\n",
        routines.path().display()
    ));
    until(&program, "the robot tells its charge", |robot| robot["battery"].is_number());
    let path = "/api/robots/nao/forecast?routine=en/gym/long";
    let (status, told) = program.request("GET", path, None);
    assert_eq!(status, 200, "{told}");
    assert_eq!((&told["minutes"], &told["battery_at_end"]), (&json!(120), &json!(0)));
    assert_eq!((&told["verdict"], &told["cause"]), (&json!("would_not_last"), &json!("battery")));
    assert_eq!(told["offer"]["kind"], "shorter");

    let mut start = json!({"routine": "en/gym/long", "resident": null});
    let (status, refused) = program.request("POST", "/api/robots/nao/start", Some(&start));
    assert_eq!((status, &refused["code"]), (409, &json!("would_not_last")));
    assert_eq!(refused["error"], told["sentence"]);
    assert_eq!(state(&program)["session"], Value::Null);
    start["anyway"] = json!(true);
    assert_eq!(program.request("POST", "/api/robots/nao/start", Some(&start)).0, 200);
    assert_eq!(program.request("POST", "/api/robots/nao/start", Some(&start)).0, 409);
}

#[test]
fn staff_steer_how_much_is_asked_and_are_told_what_is_spared() {
    let routines = concat!(env!("CARGO_MANIFEST_DIR"), "/routines");
    let program = Program::serve_with(&format!(
        "listen: 127.0.0.1:0\nroutines: {routines}\nrobots:\n  \
         - {{id: nao, name: Nao, ears: none}}\n"
    ));
    let new = json!({"name": "Odette", "language": "fr"});
    let (_, odette) = program.request("POST", "/api/residents", Some(&new));
    assert_eq!((&odette["intensity"], &odette["contraindications"]), (&json!(3), &json!([])));
    let id = odette["id"].as_str().unwrap();
    let path = format!("/api/residents/{id}");
    let everything = json!({"contraindications": ["shoulder", "elbow", "neck", "wrist", "hand"]});
    assert_eq!(program.request("PATCH", &path, Some(&everything)).0, 204);
    let nonsense = json!({"contraindications": ["soul"]});
    assert_eq!(program.request("PATCH", &path, Some(&nonsense)).0, 400);
    assert_eq!(program.request("PATCH", "/api/residents/nobody", Some(&everything)).0, 404);

    let (_, group) = program.request(
        "POST",
        "/api/residents",
        Some(&json!({"name": "Jeudi", "language": "fr", "group": true})),
    );
    assert_eq!(group["members"], json!([]));
    let group_path = format!("/api/residents/{}", group["id"].as_str().unwrap());
    let names = json!({"members": ["Odette", " Jean "]});
    assert_eq!(program.request("PATCH", &group_path, Some(&names)).0, 204);
    let (_, all) = program.request("GET", "/api/residents", None);
    let kept = all.as_array().unwrap().iter().find(|one| one["id"] == group["id"]).unwrap();
    assert_eq!(kept["members"], json!(["Odette", "Jean"]));
    for wrong in [json!(["Odette", "odette"]), json!([""]), json!(vec!["x"; 31])] {
        let (status, _) = program.request("PATCH", &group_path, Some(&json!({"members": wrong})));
        assert_eq!(status, 400, "{wrong}");
    }
    // Somebody who is no group has no members.
    assert_eq!(program.request("PATCH", &path, Some(&names)).0, 404);

    until(&program, "the robot is there", |robot| robot["connected"] == true);
    let routine = "fr/gym/reveil-en-douceur";
    let forecast = format!("/api/robots/nao/forecast?routine={routine}");
    let (_, guest) = program.request("GET", &forecast, None);
    assert_eq!(guest["adjustments"], json!([]));
    let (status, told) = program.request("GET", &format!("{forecast}&resident={id}"), None);
    assert_eq!(status, 200, "{told}");
    assert!(told["adjustments"].is_array());

    let start = json!({"routine": routine, "resident": id});
    assert_eq!(program.request("POST", "/api/robots/nao/start", Some(&start)).0, 200);
    let act = |action: &str| {
        program.request("POST", "/api/robots/nao/act", Some(&json!({"action": action}))).0
    };
    assert_eq!((act("easier"), act("easier"), act("harder")), (204, 204, 204));
    let robot =
        until(&program, "less is asked", |robot| robot["session"]["view"]["intensity"] == 2);
    assert_eq!(robot["session"]["view"]["part"], Value::Null, "Nao still greets");
    let (_, people) = program.request("GET", "/api/residents", None);
    let odette = people.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(odette["intensity"], 2, "it is kept for the next class");
    assert_eq!(program.request("POST", "/api/robots/nao/stop", None).0, 204);
}

#[test]
fn a_forecast_is_of_a_robot_and_a_routine_that_exist() {
    let program = Program::serve("none", &[]);
    for (path, status, code) in [
        ("/api/robots/nobody/forecast?routine=ko/memory/guess", 404, "unknown_robot"),
        ("/api/robots/nao/forecast?routine=ko/memory/nothing", 404, "unknown_routine"),
        ("/api/robots/nao/forecast", 400, "bad_request"),
    ] {
        let (got, problem) = program.request("GET", path, None);
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{path}");
    }
    until(&program, "the robot tells its charge", |robot| robot["battery"].is_number());
    let path = "/api/robots/nao/forecast?routine=fr/gym/reveil-en-douceur";
    let (status, told) = program.request("GET", path, None);
    assert_eq!((status, &told["verdict"]), (200, &json!("fine")));
    assert!(told["battery_at_end"].as_u64().unwrap() > 40, "{told}");
}

const QUIZ: &str = "title: Birds
language: en
kind: memory
minutes: 2
position: sitting
steps:
  - quiz: {bank: birds, items: 3}
";

const BIRDS: &str = "title: Garden birds
items:
  - {id: a, level: 1, question: Which bird has a red breast?, answer: robin, foils: [crow, gull, owl]}
  - {id: b, level: 2, question: Which bird is up at Christmas?, answer: robin, foils: [crow, gull, owl]}
  - {id: c, level: 2, question: Which bird is on the spade?, answer: robin, foils: [crow, gull, owl]}
";

/// The program with English phrases and nothing but these files among its routines.
fn serve_these(files: &[(&str, &str)]) -> (tempfile::TempDir, Program) {
    let routines = tempfile::tempdir().unwrap();
    let phrases = std::fs::read_to_string("routines/en/phrases.yaml").unwrap();
    for (name, text) in files.iter().chain(&[("en/phrases.yaml", phrases.as_str())]) {
        let path = routines.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let program = Program::serve_with(&format!(
        "listen: 127.0.0.1:0\nroutines: {}\nrobots:\n  - {{id: nao, name: Nao, ears: none}}\n",
        routines.path().display()
    ));
    (routines, program)
}

#[test]
fn the_level_of_a_quiz_is_kept_and_set_by_staff() {
    let (_routines, program) =
        serve_these(&[("en/memory/birds.yaml", QUIZ), ("words/en/items/birds.yaml", BIRDS)]);
    let new = json!({"name": "Alice", "language": "en"});
    let (_, alice) = program.request("POST", "/api/residents", Some(&new));
    assert_eq!(alice["levels"], json!([]));
    let path = format!("/api/residents/{}", alice["id"].as_str().unwrap());
    let wish = |bank: &str, level: u8| {
        program.request("PATCH", &path, Some(&json!({"levels": {bank: level}}))).0
    };
    assert_eq!(wish("birds", 3), 404, "nothing is known of her yet");

    until(&program, "the robot is there", |robot| robot["connected"] == true);
    let start = json!({"routine": "en/memory/birds", "resident": alice["id"]});
    assert_eq!(program.request("POST", "/api/robots/nao/start", Some(&start)).0, 200);
    let view = |robot: &Value| robot["session"]["view"].clone();
    let robot = until(&program, "it listens", |robot| view(robot)["state"] == "listening");
    assert_eq!(view(&robot)["level"], json!({"title": "Garden birds", "level": 2}));
    let answer = json!({"text": "robin", "by": "touch"});
    assert_eq!(program.request("POST", "/api/robots/nao/answer", Some(&answer)).0, 204);
    let levels = within(Duration::from_secs(60), || {
        let (_, people) = program.request("GET", "/api/residents", None);
        let levels = people[0]["levels"].clone();
        (levels != json!([])).then_some(levels)
    });
    assert_eq!(levels, json!([{"bank": "birds", "title": "Garden birds", "level": 3}]));
    assert_eq!(program.request("POST", "/api/robots/nao/stop", None).0, 204);

    assert_eq!(wish("birds", 1), 204);
    assert_eq!((wish("birds", 6), wish("birds", 0), wish("songs", 1)), (400, 400, 404));
    let (_, people) = program.request("GET", "/api/residents", None);
    assert_eq!(people[0]["levels"][0]["level"], 1);
}

const MEALS: &str = "title: Meals
language: en
kind: memory
minutes: 2
position: sitting
steps:
  - ask:
      question: Which comes when?
      answer: {sequence: [breakfast, lunch, supper]}
      foils: [ball]
";

#[test]
fn a_sequence_is_touched_word_by_word() {
    let (_routines, program) = serve_these(&[("en/memory/meals.yaml", MEALS)]);
    until(&program, "the robot is there", |robot| robot["connected"] == true);
    let start = json!({"routine": "en/memory/meals", "resident": null});
    let (status, started) = program.request("POST", "/api/robots/nao/start", Some(&start));
    assert_eq!(status, 200, "{started}");
    let view = |robot: &Value| robot["session"]["view"].clone();
    let robot = until(&program, "it listens", |robot| view(robot)["state"] == "listening");
    let input = &view(&robot)["question"]["input"];
    assert_eq!(*input, json!({"several": ["ball", "breakfast", "lunch", "supper"]}));
    let answer = json!({"text": "breakfast, lunch, supper", "by": "touch"});
    assert_eq!(program.request("POST", "/api/robots/nao/answer", Some(&answer)).0, 204);
    let robot = until(&program, "it is scored", |robot| {
        view(robot)["answers"].as_array().is_some_and(|answers| !answers.is_empty())
    });
    let scored = &view(&robot)["answers"][0];
    assert_eq!((&scored["verdict"], &scored["points"]), (&json!("right"), &json!(3)));
}
