package dev.cyanotype.blueprint.validation;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the volumes of one resource are mounted, as far as its specs say: `name:/path`, or a map
/// with a path.
final class MountPaths {

  private static final Pattern MOUNT = Pattern.compile("[^:]+:(/[^:]*)(:(ro|rw))?");
  private static final List<String> KEYS = List.of("path", "target", "mount_path");

  private MountPaths() {}

  /// Without a slash at the end.
  static List<String> of(Map<String, Object> specs) {
    return items(specs.get("volumes"))
        .flatMap(MountPaths::path)
        .map(path -> path.replaceAll("/+", "/").replaceFirst("/$", ""))
        .distinct()
        .toList();
  }

  private static Stream<?> items(Object volumes) {
    return volumes instanceof List<?> list ? list.stream() : Stream.ofNullable(volumes);
  }

  private static Stream<String> path(Object volume) {
    return switch (volume) {
      case Map<?, ?> map ->
          KEYS.stream()
              .map(map::get)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .limit(1)
              .filter(path -> path.startsWith("/"));
      case String text ->
          Stream.of(MOUNT.matcher(text)).filter(Matcher::matches).map(MountPaths::at);
      case null, default -> Stream.empty();
    };
  }

  private static String at(Matcher mount) {
    return mount.group(1);
  }
}
