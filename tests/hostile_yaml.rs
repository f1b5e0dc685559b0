//! Files that nobody should write, and that somebody will: `companion check` refuses each of them
//! by name, at once, in little memory, and without falling over.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// What a check may use: seconds of processor time, kilobytes of memory (all that the process
/// asks for, of which it touches less), and seconds on the clock of a busy machine.
const CPU_S: u32 = 1;
const MEMORY_KB: u32 = 200 * 1024;
const WALL_S: u32 = 5;

const HEAD: &str = "title: T\nlanguage: en\nkind: memory\nminutes: 1\nposition: sitting\nsteps:\n";

/// A folder with one hostile file in it.
struct Hostile {
    _folder: TempDir,
    file: PathBuf,
}

impl Hostile {
    fn holding(content: impl AsRef<[u8]>) -> Hostile {
        let hostile = Hostile::absent();
        fs::write(&hostile.file, content).unwrap();
        hostile
    }

    /// Only the name: the test makes of it what it needs.
    fn absent() -> Hostile {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hostile.yaml");
        Hostile { _folder: folder, file }
    }

    /// Checks the file and makes sure that it is refused as it should be.
    fn is_refused(&self, because: &str) {
        for form in [&[][..], &["--json"]] {
            let told = checked(&self.file, form);
            let text = String::from_utf8_lossy(&told.stdout).into_owned();
            let errors = String::from_utf8_lossy(&told.stderr);
            let head: String = text.chars().take(2_000).collect();
            assert_eq!(told.status.code(), Some(1), "{:?}\n{head}\n{errors}", told.status);
            assert!(!errors.contains("panicked"), "{errors}");
            assert!(text.contains(&self.file.display().to_string()), "unnamed: {head}");
            assert!(text.contains(because), "{because}: {head}");
            assert!(text.len() < 1024 * 1024, "{} bytes of output", text.len());
        }
    }
}

/// `companion check` within its limits; beyond them the system ends it, and the status tells.
fn checked(file: &Path, form: &[&str]) -> Output {
    let limits = format!("ulimit -t {CPU_S} && ulimit -v {MEMORY_KB} && exec \"$@\"");
    Command::new("timeout")
        .arg(WALL_S.to_string())
        .args(["sh", "-c", &limits, "sh", env!("CARGO_BIN_EXE_companion"), "check"])
        .args(form)
        .arg(file)
        .output()
        .unwrap()
}

#[test]
fn a_sound_routine_passes_within_the_same_limits() {
    let sound = Hostile::holding(format!("{HEAD}  - say: \"Good morning.\"\n"));
    let told = checked(&sound.file, &[]);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stdout));
}

#[test]
fn aliases_that_would_grow_to_gigabytes() {
    let mut bomb =
        String::from("a0: &a0 [\"ha\", \"ha\", \"ha\", \"ha\", \"ha\", \"ha\", \"ha\"]\n");
    for level in 1..=9 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    Hostile::holding(bomb).is_refused("this YAML grows too large");
}

#[test]
fn an_anchor_that_holds_itself() {
    Hostile::holding("a: &a [*a]\n").is_refused("hostile.yaml");
}

#[test]
fn brackets_without_end() {
    let open = 20_000;
    Hostile::holding(format!("{HEAD}{}", "[".repeat(open))).is_refused("brackets are open");
    let closed = format!("a: {}{}", "{a: ".repeat(open), "}".repeat(open));
    Hostile::holding(closed).is_refused("brackets are open");
}

#[test]
fn nesting_without_brackets() {
    Hostile::holding(format!("{HEAD}  {}x\n", "- ".repeat(20_000))).is_refused("too large");
    Hostile::holding(format!("{}x\n", "? ".repeat(20_000))).is_refused("hostile.yaml");
    let stairs: String = (0..1_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    Hostile::holding(stairs).is_refused("too large");
}

#[test]
fn a_file_that_includes_itself() {
    Hostile::holding(format!("{HEAD}  - include: hostile.yaml\n")).is_refused("includes itself");
}

#[test]
fn two_files_that_include_each_other() {
    let first = Hostile::holding(format!("{HEAD}  - include: second.yaml\n"));
    let second = first.file.with_file_name("second.yaml");
    fs::write(&second, "steps:\n  - include: third.yaml\n").unwrap();
    fs::write(second.with_file_name("third.yaml"), "steps:\n  - include: ./second.yaml\n").unwrap();
    let told = checked(&first.file, &[]);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.status.code(), Some(1), "{text}");
    // The mistake is in the file that closes the circle.
    assert!(text.contains("third.yaml:2:14") && text.contains("includes itself"), "{text}");
}

#[test]
fn files_that_include_twice_as_many_files_each() {
    let first = Hostile::holding(format!("{HEAD}  - include: 0.yaml\n"));
    for level in 0..30 {
        let next = format!("  - include: {}.yaml\n", level + 1);
        let steps = format!("steps:\n{next}{next}");
        fs::write(first.file.with_file_name(format!("{level}.yaml")), steps).unwrap();
    }
    let last = "steps:\n  - say: \"There.\"\n";
    fs::write(first.file.with_file_name("30.yaml"), last).unwrap();
    let told = checked(&first.file, &[]);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.status.code(), Some(1), "{:?} {text}", told.status);
    assert!(text.contains("too many files are included"), "{text}");
}

#[test]
fn a_hundred_megabytes() {
    let line = "  - say: \"Good morning.\"\n";
    let content = HEAD.to_owned() + &line.repeat(100 * 1024 * 1024 / line.len());
    Hostile::holding(content).is_refused("larger than");
}

#[test]
fn a_file_that_is_included_and_far_too_large() {
    let hostile = Hostile::holding(format!("{HEAD}  - include: large.yaml\n"));
    let large = fs::File::create(hostile.file.with_file_name("large.yaml")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    let told = checked(&hostile.file, &[]);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.status.code(), Some(1), "{:?}", told.status);
    assert!(text.contains("large.yaml") && text.contains("larger than"), "{text}");
}

#[test]
fn nothing_at_all() {
    Hostile::holding("").is_refused("the file is empty");
    Hostile::holding("  \n\n").is_refused("the file is empty");
    Hostile::holding("\u{feff}").is_refused("the file is empty");
    Hostile::holding("# only a comment\n").is_refused("hostile.yaml");
}

#[test]
fn utf_16() {
    let text = format!("{HEAD}  - say: \"Good morning.\"\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (mark, bytes) in
        [(&[0xff, 0xfe][..], &little), (&[0xfe, 0xff], &big), (&[], &little), (&[], &big)]
    {
        Hostile::holding([mark, bytes].concat()).is_refused("UTF-16");
    }
}

#[test]
fn bytes_that_are_no_text() {
    Hostile::holding(format!("{HEAD}  - say: \"a\0b\"\n")).is_refused("NUL byte");
    Hostile::holding([0_u8; 5_000]).is_refused("NUL byte");
    let latin_1 = [HEAD.as_bytes(), b"  - say: \"Caf\xe9\"\n"].concat();
    Hostile::holding(latin_1).is_refused("not UTF-8");
    Hostile::holding([0xed, 0xa0, 0x80]).is_refused("not UTF-8");
    let controls: Vec<u8> = (1..32).cycle().take(10_000).collect();
    Hostile::holding(controls).is_refused("hostile.yaml");
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let folder = Hostile::absent();
    fs::create_dir(&folder.file).unwrap();
    folder.is_refused("no routine");
}

#[test]
fn a_file_that_is_not_there() {
    Hostile::absent().is_refused("cannot be read");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    // Reading one's own memory from its beginning fails, even for somebody who may read anything.
    let memory = Hostile::absent();
    symlink("/proc/self/mem", &memory.file).unwrap();
    memory.is_refused("cannot be read");

    let circle = Hostile::absent();
    symlink(&circle.file, &circle.file).unwrap();
    circle.is_refused("cannot be read");

    // Whoever may read anything finds this one empty.
    let locked = Hostile::holding("");
    fs::set_permissions(&locked.file, fs::Permissions::from_mode(0o000)).unwrap();
    locked.is_refused("hostile.yaml");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_never_ends_and_a_pipe_that_never_begins() {
    let device = Hostile::absent();
    std::os::unix::fs::symlink("/dev/zero", &device.file).unwrap();
    device.is_refused("not a file");

    let pipe = Hostile::absent();
    assert!(Command::new("mkfifo").arg(&pipe.file).status().unwrap().success());
    pipe.is_refused("not a file");
}

#[test]
fn one_very_long_line() {
    let long = "good ".repeat(190_000);
    Hostile::holding(format!("{HEAD}  - say: \"{long}\"\n")).is_refused("longer than");
    Hostile::holding(format!("{HEAD}  - {long}\n")).is_refused("no step");
    Hostile::holding(format!("{HEAD}  - if: {long}\n    then: [end]\n"))
        .is_refused("does not compare");
    Hostile::holding(format!("{HEAD}  - say: \"{}\"\n", "{".repeat(900_000)))
        .is_refused("more than");
    Hostile::holding(format!("{HEAD}  - say: [{}]\n", "a, ".repeat(300_000)))
        .is_refused("hostile.yaml");
}

#[test]
fn thousands_of_mistakes() {
    Hostile::holding(format!("{HEAD}{}", "  - x\n".repeat(100_000))).is_refused("hostile.yaml");
    let steps = "  - say: \"{nom}\"\n".repeat(20_000);
    Hostile::holding(format!("{HEAD}{steps}")).is_refused("no variable");
    let keys: String = (0..30_000).map(|key| format!("k{key}: 1\n")).collect();
    Hostile::holding(keys).is_refused("unknown key");
}

#[test]
fn numbers_beyond_all_numbers() {
    let nines = "9".repeat(100_000);
    Hostile::holding(HEAD.replace("minutes: 1", &format!("minutes: {nines}")) + "  - end\n")
        .is_refused("no finite number");
    Hostile::holding(format!("{HEAD}  - pause: 1e999999999\n")).is_refused("hostile.yaml");
}

#[test]
fn line_breaks_of_other_systems() {
    let broken = format!("{HEAD}  - say: \"Good morning.\"\n  - mvoe: wave\n");
    for line_break in ["\n", "\r\n", "\r"] {
        let file = Hostile::holding(broken.replace('\n', line_break));
        file.is_refused("unknown step “mvoe”");
        let told = checked(&file.file, &[]);
        assert!(String::from_utf8_lossy(&told.stdout).contains("hostile.yaml:8:5"));
    }
}
