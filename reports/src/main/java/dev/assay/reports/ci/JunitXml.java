package dev.assay.reports.ci;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
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
///
/// Only what both Surefire's schema and the stricter one of Jenkins' xUnit plugin know is used:
/// properties belong to suites, and what is measured of a case stands in its `system-out`.
public final class JunitXml {
    private final XMLStreamWriter xml;
    private final CiRun run;

    private JunitXml(XMLStreamWriter xml, CiRun run) {
        this.xml = xml;
        this.run = run;
    }

    /// One document that ends in a line feed.
    public static String render(CiRun run) {
        StringWriter text = new StringWriter();
        try {
            new JunitXml(XMLOutputFactory.newFactory().createXMLStreamWriter(text), run).write();
        } catch (XMLStreamException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot write junit.xml: " + e, e);
        }
        return text.append('\n').toString();
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        attribute("name", run.id());
        Map<String, List<CiCase>> models = new TreeMap<>();
        run.cases()
                .forEach(it ->
                        models.computeIfAbsent(it.id().model(), id -> new ArrayList<>()).add(it));
        for (Map.Entry<String, List<CiCase>> suite : models.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(String name, List<CiCase> cases) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", Integer.toString(cases.size()));
        attribute("failures", Long.toString(count(cases, JunitResult.Failure.class)));
        attribute("errors", "0");
        attribute("skipped", Long.toString(count(cases, JunitResult.Skipped.class)));
        attribute("time", seconds(cases.stream().mapToDouble(CiCase::measuredSeconds).sum()));
        line(2);
        xml.writeStartElement("properties");
        property("assay.run", run.id());
        property("assay.suite", run.suite());
        property("assay.environment", run.environment());
        line(2);
        xml.writeEndElement();
        for (CiCase it : cases) {
            test(it);
        }
        line(1);
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        line(3);
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private long count(List<CiCase> cases, Class<? extends JunitResult> kind) {
        return cases.stream()
                .map(it -> JunitResult.of(it, run.warnOnly()))
                .filter(kind::isInstance)
                .count();
    }

    private void test(CiCase it) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", it.id().model());
        attribute("name", it.id().text().substring(it.id().model().length() + 1));
        attribute("time", seconds(it.measuredSeconds()));
        switch (JunitResult.of(it, run.warnOnly())) {
            case JunitResult.Passed ignored -> {}
            case JunitResult.Failure(String type, String message) -> {
                line(3);
                xml.writeStartElement("failure");
                attribute("type", type);
                attribute("message", message);
                xml.writeCharacters(Escape.xml(String.join("\n", it.details())));
                xml.writeEndElement();
            }
            case JunitResult.Skipped(String message) -> {
                line(3);
                xml.writeEmptyElement("skipped");
                attribute("message", message);
            }
        }
        evidence(it);
        line(2);
        xml.writeEndElement();
    }

    private void evidence(CiCase it) throws XMLStreamException {
        List<String> lines = CaseFacts.of(it);
        if (!lines.isEmpty()) {
            line(3);
            xml.writeStartElement("system-out");
            xml.writeCharacters(Escape.xml(String.join("\n", lines)));
            xml.writeEndElement();
        }
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
