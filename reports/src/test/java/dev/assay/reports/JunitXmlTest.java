package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.ci.CiRun;
import dev.assay.reports.ci.JunitXml;
import dev.assay.reports.model.ReportModel;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitXmlTest {
    @TempDir Path folder;

    @Test
    void hasASuitePerModelAndATestPerCase() throws Exception {
        Document document = parse(new DemoRun(folder).standard());
        assertThat(elements(document, "testsuite"))
                .extracting(
                        it -> it.getAttribute("name"),
                        it -> it.getAttribute("tests"),
                        it -> it.getAttribute("failures"),
                        it -> it.getAttribute("skipped"))
                .containsExactly(
                        tuple("elan-light", "3", "1", "0"), tuple("mst-plus-plus", "10", "1", "3"));
        assertThat(elements(document, "testcase")).hasSize(13);
    }

    @Test
    void namesTheKindOfEveryFailure() throws Exception {
        Document document = parse(new DemoRun(folder).standard());
        assertThat(elements(document, "failure"))
                .extracting(it -> it.getAttribute("type"))
                .containsExactly("failed", "accuracy");
        assertThat(elements(document, "failure").getLast().getAttribute("message"))
                .isEqualTo("INVALID: output spectral (border): relL2 3.1e-2 > 5.0e-6 (6200x)");
    }

    @Test
    void parsesWhateverAReasonContains() throws Exception {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        demo.failed("m", "pytorch", 1, "a ]]> b \u0000 \u001b & \" ' <c> \uD800");
        demo.verdict(4, "x");
        assertThat(elements(parse(demo.run()), "failure").getFirst().getAttribute("message"))
                .contains("a ]]> b \uFFFD \uFFFD & \" ' <c>");
    }

    private static Document parse(RunDirectory run) throws Exception {
        String xml = JunitXml.render(CiRun.of(ReportModel.of(run), false));
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document document, String name) {
        List<Element> elements = new ArrayList<>();
        var nodes = document.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
