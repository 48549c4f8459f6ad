package dev.assay.reports;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Escape;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A run in the XML that Surefire writes and every build server reads: a suite per model, a test
/// per case.
final class JunitXml {
    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String render(ReportModel model) {
        StringWriter text = new StringWriter();
        try {
            new JunitXml(XMLOutputFactory.newFactory().createXMLStreamWriter(text)).write(model);
        } catch (XMLStreamException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot write junit.xml: " + e, e);
        }
        return text.append('\n').toString();
    }

    private void write(ReportModel model) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        attribute("name", model.id());
        Map<String, List<CaseRow>> models = new TreeMap<>();
        model.rows()
                .forEach(row ->
                        models.computeIfAbsent(row.id().model(), id -> new ArrayList<>()).add(row));
        for (Map.Entry<String, List<CaseRow>> suite : models.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(String name, List<CaseRow> rows) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", Integer.toString(rows.size()));
        attribute("failures", Long.toString(count(rows, JunitResult.Failure.class)));
        attribute("errors", "0");
        attribute("skipped", Long.toString(count(rows, JunitResult.Skipped.class)));
        attribute("time", seconds(rows.stream().mapToDouble(JunitXml::measuredSeconds).sum()));
        for (CaseRow row : rows) {
            test(row);
        }
        line(1);
        xml.writeEndElement();
    }

    private static long count(List<CaseRow> rows, Class<? extends JunitResult> kind) {
        return rows.stream().map(JunitResult::of).filter(kind::isInstance).count();
    }

    private void test(CaseRow row) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", row.id().model());
        attribute("name", row.id().text().substring(row.id().model().length() + 1));
        attribute("time", seconds(measuredSeconds(row)));
        switch (JunitResult.of(row)) {
            case JunitResult.Passed ignored -> {}
            case JunitResult.Failure failure -> failure(row, failure);
            case JunitResult.Skipped skipped -> {
                line(3);
                xml.writeEmptyElement("skipped");
                attribute("message", skipped.message());
            }
        }
        line(2);
        xml.writeEndElement();
    }

    private void failure(CaseRow row, JunitResult.Failure failure) throws XMLStreamException {
        line(3);
        xml.writeStartElement("failure");
        attribute("type", failure.type());
        attribute("message", failure.message());
        List<String> details =
                row.standing() == AccuracyStanding.FAILED
                        ? row.verdict().map(it -> it.accuracyDetail()).orElse(List.of())
                        : row.failures();
        xml.writeCharacters(Escape.xml(String.join("\n", details)));
        xml.writeEndElement();
    }

    private static double measuredSeconds(CaseRow row) {
        return row.forks().stream()
                .map(fork -> fork.measurement().primary().samples())
                .mapToDouble(samples -> samples.meanSeconds() * samples.count())
                .sum();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Escape.xml(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
