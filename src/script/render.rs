//! Mistakes as people read them: the place, the line, what is wrong, what to do.

use std::{fmt::Write, path::Path};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError,
    MietteSpanContents, Report, SourceCode, SourceSpan, SpanContents,
};

use crate::script::{Diagnostic, Severity, source};

/// All mistakes, one after the other.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut out = String::new();
    // Mistakes come file by file, so each file is read once.
    for of_one_file in diagnostics.chunk_by(|one, other| one.file == other.file) {
        let file = of_one_file.first().map_or("", |diagnostic| diagnostic.file.as_str());
        let text = source::read(Path::new(file)).unwrap_or_default();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for diagnostic in of_one_file {
            // The place first and on one line, so that editors and terminals can jump to it.
            let Diagnostic { line, column, .. } = diagnostic;
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{file}:{line}:{column}");
            let _ = handler.render_report(&mut out, report(diagnostic, &lines).as_ref());
        }
    }
    out
}

fn report(diagnostic: &Diagnostic, lines: &[&str]) -> Report {
    let severity = match diagnostic.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    };
    let mut report = MietteDiagnostic::new(diagnostic.message.clone()).with_severity(severity);
    if let Some(help) = &diagnostic.help {
        report = report.with_help(help.clone());
    }
    match Excerpt::around(diagnostic, lines) {
        Some((excerpt, place)) => {
            report = report.with_label(LabeledSpan::new_with_span(None, place));
            Report::new(report).with_source_code(excerpt)
        }
        None => Report::new(report),
    }
}

/// The longest excerpt, in bytes: beyond, the place alone says more.
const LONGEST_EXCERPT: usize = 2_000;

/// The line of a mistake with the ones before and after it.
#[derive(Debug)]
struct Excerpt {
    file: String,
    text: String,
    /// The number of its first line, from 0.
    first: usize,
}

impl Excerpt {
    /// The excerpt, and where in it the word of the mistake begins and how long it is, in bytes.
    fn around(diagnostic: &Diagnostic, lines: &[&str]) -> Option<(Excerpt, (usize, usize))> {
        let at = diagnostic.line.checked_sub(1)?;
        let line = lines.get(at)?;
        let first = at.saturating_sub(1);
        let text = lines[first..lines.len().min(at + 2)].concat();
        if text.len() > LONGEST_EXCERPT {
            return None;
        }
        let within = line
            .char_indices()
            .nth(diagnostic.column.saturating_sub(1))
            .map_or(line.trim_end().len(), |(at, _)| at);
        let rest = line[within..].trim_end();
        let length = rest.find([' ', ':', ',']).unwrap_or(rest.len());
        let before: usize = lines[first..at].iter().map(|line| line.len()).sum();
        let start = before + within;
        let place = (start, length.max(1).min(text.len() - start));
        Some((Excerpt { file: diagnostic.file.clone(), text, first }, place))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.first,
            0,
            self.text.lines().count(),
        )))
    }
}
