package dev.cyanotype.blueprint.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The JSON Schema (draft 2020-12) of a blueprint, for editors and other tools. It says what a
/// schema can say; [BlueprintValidator] knows the rest.
final class BlueprintSchema {

  static final String MEDIA_TYPE = "application/schema+json";
  static final String JSON = load();

  private BlueprintSchema() {}

  private static String load() {
    try (InputStream schema =
        BlueprintSchema.class.getResourceAsStream("/validation/blueprint.schema.json")) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
