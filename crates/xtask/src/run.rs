//! Running other programs: live output, and an error that names the command.
//!
//! Whatever is said on the way goes to stderr. stdout is kept for results, so that a script can wait for the
//! line `ready http://…`.

use anyhow::{Context, Result, bail};
use std::{io, process::Command, time::Duration};

/// Says what happens next.
pub fn say(what: &str) {
    eprintln!("── {what}");
}

/// Runs `command`, its output live on stderr.
///
/// # Errors
/// When the program cannot be started, or ends with a failure.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdout(io::stderr()).status().with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(())
}

/// Runs `command` and returns what it wrote to stdout; its stderr stays live.
///
/// # Errors
/// When the program cannot be started, ends with a failure, or writes something that is not UTF-8.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.stderr(io::stderr()).output().with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} wrote something that is not UTF-8", shown(command)))
}

/// `command` as one would type it, cut to a readable length.
pub fn shown(command: &Command) -> String {
    let words: Vec<_> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(|word| word.to_string_lossy()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(160) {
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn lasted(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f32()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let error = run(Command::new("cargo").args(["no-such-subcommand", "x"]).stderr(std::process::Stdio::null()));
        assert!(error.unwrap_err().to_string().starts_with("`cargo no-such-subcommand x` failed"));
        let error = capture(&mut Command::new("no-such-program-here")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `no-such-program-here`");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(lasted(Duration::from_millis(420)), "0.4 s");
        assert_eq!(lasted(Duration::from_secs(59)), "59 s");
        assert_eq!(lasted(Duration::from_secs(605)), "10 min 05 s");
    }
}
