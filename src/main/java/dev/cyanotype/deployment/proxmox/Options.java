package dev.cyanotype.deployment.proxmox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values of a guest's configuration, such as `local-lvm:vm-101-disk-0,mp=/data,size=8G`.
final class Options {

  /// Under which the part without a name stands.
  static final String FIRST = "";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([KMGT]?)");
  private static final int STEP = 1024;

  private Options() {}

  static Map<String, String> parse(String value) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String part : value.split(",")) {
      int at = part.indexOf('=');
      options.put(at < 0 ? FIRST : part.substring(0, at), part.substring(at + 1));
    }
    return options;
  }

  /// Upwards to a whole number; 0 where none is said.
  static long gib(String value) {
    Matcher size = SIZE.matcher(parse(value).getOrDefault("size", ""));
    if (!size.matches()) {
      return 0;
    }
    BigDecimal step = BigDecimal.valueOf(STEP);
    BigDecimal bytes =
        new BigDecimal(size.group(1))
            .multiply(
                switch (size.group(2)) {
                  case "K" -> step;
                  case "M" -> step.pow(2);
                  case "G" -> step.pow(3);
                  case "T" -> step.pow(4);
                  default -> BigDecimal.ONE;
                });
    return bytes.divide(step.pow(3), 0, RoundingMode.CEILING).longValue();
  }
}
