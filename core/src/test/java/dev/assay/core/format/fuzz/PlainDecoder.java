package dev.assay.core.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decodes arrays the simple way, from the definitions of the formats.
final class PlainDecoder {
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"](.*?)['\"]");
    private static final Pattern FORTRAN =
            Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\((.*?)\\)");

    private PlainDecoder() {}

    static Decoded npy(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
        boolean first = file[6] == 1;
        int begin = first ? 10 : 12;
        int length = first ? bytes.getShort(8) & 0xFFFF : bytes.getInt(8);
        String header = new String(file, begin, length, StandardCharsets.ISO_8859_1);
        List<Long> shape = new ArrayList<>();
        for (String extent : find(SHAPE, header).replaceAll("[\\sL]", "").split(",")) {
            if (!extent.isEmpty()) {
                shape.add(Long.parseLong(extent));
            }
        }
        String descr = find(DESCR, header);
        boolean fortran = find(FORTRAN, header).equals("True");
        ByteBuffer data = bytes.slice(begin + length, file.length - begin - length);
        data.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return decode(descr.substring(1), shape, data, fortran);
    }

    /// @param type as NumPy abbreviates it, or `e4` and `e5` for FP8
    static Decoded decode(String type, List<Long> shape, ByteBuffer data, boolean fortran) {
        int count = Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
        int width = type.equals("e4") || type.equals("e5") ? 1 : type.charAt(1) - '0';
        assertThat(data.remaining()).isEqualTo(count * width);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = element(type, data, width * (fortran ? fortranIndex(i, shape) : i));
        }
        return new Decoded(shape, values);
    }

    /// Where the element at a flat row-major index is if the first index runs fastest.
    private static int fortranIndex(int flat, List<Long> shape) {
        long rest = flat;
        long index = 0;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            long stride = shape.subList(0, axis).stream().reduce(1L, (a, b) -> a * b);
            index += rest % shape.get(axis) * stride;
            rest /= shape.get(axis);
        }
        return Math.toIntExact(index);
    }

    private static double element(String type, ByteBuffer data, int at) {
        return switch (type) {
            case "f8" -> data.getDouble(at);
            case "f4" -> data.getFloat(at);
            case "f2" -> narrow(data.getShort(at) & 0xFFFF, 5, 10);
            case "V2" -> narrow(data.getShort(at) & 0xFFFF, 8, 7);
            case "f1", "e5" -> narrow(data.get(at) & 0xFF, 5, 2);
            case "V1", "e4" -> (data.get(at) & 0x7F) == 0x7F ? Double.NaN : e4m3(data.get(at));
            case "i1" -> data.get(at);
            case "u1" -> data.get(at) & 0xFF;
            case "i4" -> data.getInt(at);
            case "i8" -> data.getLong(at);
            case "b1" -> data.get(at) == 0 ? 0 : 1;
            default -> throw new AssertionError("no type of NumPy's: " + type);
        };
    }

    /// IEEE 754's rule for any widths of exponent and significand.
    private static double narrow(int bits, int exponentBits, int significandBits) {
        int exponent = bits >> significandBits & (1 << exponentBits) - 1;
        int significand = bits & (1 << significandBits) - 1;
        double sign = bits >> exponentBits + significandBits == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return significand == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        int bias = (1 << exponentBits - 1) - 1;
        double hidden = exponent == 0 ? 0 : 1;
        return sign
                * (hidden + significand * Math.pow(2, -significandBits))
                * Math.pow(2, Math.max(exponent, 1) - bias);
    }

    /// The same rule with a top exponent that is an ordinary one.
    private static double e4m3(int bits) {
        int exponent = bits >> 3 & 15;
        double magnitude =
                exponent == 15 ? 256 * (1 + (bits & 7) / 8.0) : narrow(bits & 0x7F, 4, 3);
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }

    private static String find(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        assertThat(matcher.find()).as(header).isTrue();
        return matcher.group(1);
    }
}
