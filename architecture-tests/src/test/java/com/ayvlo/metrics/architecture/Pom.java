package com.ayvlo.metrics.architecture;

import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;

/**
 * What the rules want to know of a pom.
 *
 * @param modules its modules, in their order
 * @param dependencies group:artifact of what main code gets: all scopes but test
 * @param versions every version that stands in it, other than its own and its parent's
 */
record Pom(List<String> modules, Set<String> dependencies, List<String> versions) {
    private static final String DEPENDENCY =
            "//dependencies/dependency[not(ancestor::dependencyManagement)]"
                    + "[not(ancestor::build)][not(normalize-space(scope)='test')]";

    static Pom parse(String xml) {
        try {
            Node document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(xml)));
            Set<String> dependencies = new TreeSet<>();
            XPath xpath = XPathFactory.newInstance().newXPath();
            for (Node node : select(document, DEPENDENCY)) {
                dependencies.add(
                        (xpath.evaluate("groupId", node) + ':' + xpath.evaluate("artifactId", node))
                                .replace("${project.groupId}", "com.ayvlo.metrics"));
            }
            return new Pom(
                    texts(document, "/project/modules/module"),
                    dependencies,
                    texts(document, "//version[not(parent::parent)][not(parent::project)]"));
        } catch (SAXException | ParserConfigurationException | XPathExpressionException fault) {
            throw new IllegalArgumentException("not a pom: " + xml, fault);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> texts(Node from, String path) throws XPathExpressionException {
        return select(from, path).stream().map(Node::getTextContent).map(String::strip).toList();
    }

    private static List<Node> select(Node from, String path) throws XPathExpressionException {
        List<Node> nodes = new ArrayList<>();
        XPathFactory.newInstance()
                .newXPath()
                .evaluateExpression(path, from, XPathNodes.class)
                .forEach(nodes::add);
        return nodes;
    }
}
