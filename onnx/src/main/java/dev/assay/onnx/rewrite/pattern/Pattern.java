package dev.assay.onnx.rewrite.pattern;

import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The shape of a piece of a graph, read from its result back to its inputs. Names of nodes and
/// tensors play no part.
public sealed interface Pattern {
    Set<String> COMMUTATIVE = Set.of("Add", "Mul", "Max");

    /// Any tensor. What bears one name twice has to be one tensor.
    record Any(String name) implements Pattern {}

    /// A constant that passes a test.
    ///
    /// @param wanted what the test asks for, for people
    record Constant(String name, Predicate<TensorProto> test, String wanted) implements Pattern {}

    /// The result of a node.
    ///
    /// @param output which of the node's results
    /// @param name of the tensor; empty for none
    record Op(
            String type, int output, String name, List<Pattern> inputs, List<Attribute> attributes)
            implements Pattern {
        public Op {
            inputs = List.copyOf(inputs);
            attributes = List.copyOf(attributes);
        }

        boolean isCommutative() {
            return COMMUTATIVE.contains(type) && inputs.size() == 2;
        }

        /// The same with a name for its result.
        public Op as(String newName) {
            return new Op(type, output, newName, inputs, attributes);
        }

        /// The same for another result of the node.
        public Op result(int index) {
            return new Op(type, index, name, inputs, attributes);
        }

        /// With an integer attribute; a node that has none has the fallback.
        public Op with(String attribute, long value, long fallback) {
            return with(
                    new Attribute(
                            node -> Attributes.integer(node, attribute, fallback) == value,
                            attribute + " = " + value));
        }

        /// With a list of integers as an attribute.
        public Op with(String attribute, List<Long> values) {
            return with(
                    new Attribute(
                            node ->
                                    Attributes.find(node, attribute)
                                            .map(AttributeProto::getIntsList)
                                            .filter(values::equals)
                                            .isPresent(),
                            attribute + " = " + values));
        }

        private Op with(Attribute attribute) {
            List<Attribute> more = new ArrayList<>(attributes);
            more.add(attribute);
            return new Op(type, output, name, inputs, more);
        }
    }

    /// @param wanted what the test asks for, for people
    record Attribute(Predicate<NodeProto> test, String wanted) {}

    static Op op(String type, Pattern... inputs) {
        return new Op(type, 0, "", Arrays.asList(inputs), List.of());
    }

    static Any any(String name) {
        return new Any(name);
    }

    static Constant constant(String name) {
        return new Constant(name, _ -> true, "a constant");
    }

    /// An FP32 vector.
    static Constant vector(String name) {
        return new Constant(
                name,
                it -> it.getDimsCount() == 1 && Values.floats(it).isPresent(),
                "a constant FP32 vector");
    }

    /// A single number of any value.
    static Constant scalar(String name) {
        return new Constant(name, it -> Values.scalar(it).isPresent(), "a constant FP32 number");
    }

    /// A single number, up to FP32's rounding.
    static Constant number(double value) {
        return new Constant(
                "",
                it ->
                        Values.scalar(it)
                                .filter(found ->
                                        found == value
                                                || Math.abs(found - value)
                                                        <= 1e-6 * Math.abs(value))
                                .isPresent(),
                "the number " + value);
    }

    /// Integers that pass a test.
    static Constant longs(String name, Predicate<List<Long>> test, String wanted) {
        return new Constant(name, it -> Values.longs(it).filter(test).isPresent(), wanted);
    }

    static Constant longs(Long... values) {
        List<Long> wanted = List.of(values);
        return longs("", wanted::equals, "the integers " + wanted);
    }
}
