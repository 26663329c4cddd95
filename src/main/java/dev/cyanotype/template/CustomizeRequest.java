package dev.cyanotype.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A customisation as a client sends it. The values are taken as they come, because Jackson makes a
/// number of `"2"` and of `true` where it is let.
@JsonIgnoreProperties(ignoreUnknown = true)
public record CustomizeRequest(
    @Schema(implementation = String.class, maxLength = BlueprintValidator.MAX_NAME_LENGTH)
        JsonNode name,
    @Schema(implementation = String.class, maxLength = CustomizeRequest.MAX_DESCRIPTION_LENGTH)
        JsonNode description,
    @JsonProperty("scale_factor")
        @Schema(
            implementation = BigDecimal.class,
            minimum = "0",
            exclusiveMinimum = true,
            maximum = "100",
            defaultValue = "1.0")
        JsonNode scaleFactor) {

  static final int MAX_DESCRIPTION_LENGTH = 2000;
  static final CustomizeRequest NOTHING = new CustomizeRequest(null, null, null);
  private static final int MAX_SCALE_FACTOR = 100;

  /// Reads `NaN`, which Python's `json` writes, as a number that is out of bounds, and not as a
  /// mistake in the syntax of a document that may be large.
  public static final class WithNaN implements BiFunction<ObjectMapper, Type, ObjectReader> {
    @Override
    public ObjectReader apply(ObjectMapper mapper, Type type) {
      return mapper
          .readerFor(mapper.constructType(type))
          .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
    }
  }

  /// @throws ProblemException 422 with everything that is to be changed
  Customization toCustomization(Template template) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> newName = text(name, "/name", errors);
    newName.ifPresent(text -> checkName(template, text, errors));
    Optional<String> newDescription = text(description, "/description", errors);
    newDescription.ifPresent(text -> checkDescription(text, errors));
    BigDecimal factor = factor(errors);
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return new Customization(newName, newDescription, factor);
  }

  private static Optional<String> text(JsonNode value, String pointer, List<FieldError> errors) {
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      errors.add(new FieldError(pointer, "must be a text"));
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  private static void checkName(Template template, String name, List<FieldError> errors) {
    BlueprintValidator.validate(template.blueprint().withName(name)).stream()
        .filter(violation -> violation.pointer().equals("/name"))
        .forEach(violation -> errors.add(new FieldError("/name", violation.message())));
  }

  private static void checkDescription(String description, List<FieldError> errors) {
    if (description.length() > MAX_DESCRIPTION_LENGTH) {
      errors.add(
          new FieldError(
              "/description", "must be at most " + MAX_DESCRIPTION_LENGTH + " characters long"));
    }
  }

  /// A double on purpose: it has no number so small or so large that arithmetic with it takes long.
  private BigDecimal factor(List<FieldError> errors) {
    if (scaleFactor == null) {
      return BigDecimal.ONE;
    }
    double factor = scaleFactor.isNumber() ? scaleFactor.doubleValue() : Double.NaN;
    if (factor > 0 && factor <= MAX_SCALE_FACTOR) {
      return BigDecimal.valueOf(factor);
    }
    errors.add(
        new FieldError(
            "/scale_factor", "must be a number more than 0 and at most " + MAX_SCALE_FACTOR));
    return BigDecimal.ONE;
  }
}
