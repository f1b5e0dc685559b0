//! Mistakes as people read them: the place, the line, what is wrong, what to do.

use std::{fmt::Write, path::Path};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report,
};

use crate::script::{Diagnostic, Severity, source};

/// All mistakes, one after the other.
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
    let mut out = String::new();
    for diagnostic in diagnostics {
        // The place first and on one line, so that editors and terminals can jump to it.
        let Diagnostic { file, line, column, .. } = diagnostic;
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{file}:{line}:{column}");
        let severity = match diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        };
        let mut report = MietteDiagnostic::new(diagnostic.message.clone()).with_severity(severity);
        if let Some(help) = &diagnostic.help {
            report = report.with_help(help.clone());
        }
        let text = source::read(Path::new(file)).ok();
        let report = match text.as_deref().and_then(|text| place(text, *line, *column)) {
            Some((offset, length)) => {
                report = report.with_label(LabeledSpan::new_with_span(None, (offset, length)));
                Report::new(report)
                    .with_source_code(NamedSource::new(file, text.unwrap_or_default()))
            }
            None => Report::new(report),
        };
        let _ = handler.render_report(&mut out, report.as_ref());
    }
    out
}

/// Offset and length in bytes of what stands at a line and column, to the end of the word.
fn place(text: &str, line: usize, column: usize) -> Option<(usize, usize)> {
    let mut offset = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let within = content
                .char_indices()
                .nth(column.saturating_sub(1))
                .map_or(content.trim_end().len(), |(at, _)| at);
            let rest = content[within..].trim_end();
            let length = rest.find([' ', ':', ',']).unwrap_or(rest.len()).max(1);
            return Some((offset + within, length.min(text.len() - offset - within)));
        }
        offset += content.len();
    }
    None
}
