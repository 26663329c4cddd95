package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What the rules look up, in the resources `validation/*.yaml`.
final class ValidationTables {

  private ValidationTables() {}

  static Object read(String name) {
    String path = "/validation/" + name + ".yaml";
    try (InputStream yaml = ValidationTables.class.getResourceAsStream(path)) {
      return YamlDocument.parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8)).tree();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
