package dev.cyanotype.conversation;

import dev.cyanotype.template.TemplateLibrary;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/// Says what a message asks for, by the built-in classifier or by the model, as configured.
@ApplicationScoped
public class IntentRecognition {

  private static final Logger LOG = Logger.getLogger(IntentRecognition.class);

  private final IntentConfig.Mode mode;
  private final ModelIntents model;
  private final TemplateLibrary library;

  IntentRecognition(IntentConfig config, ModelIntents model, TemplateLibrary library) {
    this.mode = config.mode();
    this.model = model;
    this.library = library;
  }

  Uni<RecognizedIntent> recognize(String message) {
    RecognizedIntent builtin = IntentClassifier.classify(message, library.ids());
    return switch (mode) {
      case BUILTIN -> Uni.createFrom().item(builtin);
      case MODEL -> byModel(message, builtin);
    };
  }

  /// The model's intent over the classifier's, whose entities are kept: they are read, not guessed.
  private Uni<RecognizedIntent> byModel(String message, RecognizedIntent builtin) {
    return Uni.createFrom()
        .item(() -> model.classify(message))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .map(answer -> merged(answer, builtin))
        .onFailure()
        .invoke(
            e -> LOG.warnf("The model gave no intent, the classifier's is used: %s", e.toString()))
        .onFailure()
        .recoverWithItem(builtin);
  }

  private RecognizedIntent merged(ModelIntents.Classified answer, RecognizedIntent builtin) {
    Intent intent = Objects.requireNonNull(answer.intent(), "the model chose no known intent");
    Map<String, Object> entities = new LinkedHashMap<>(builtin.entities());
    if (library.find(String.valueOf(answer.template())).isPresent()) {
      entities.put("template", answer.template());
    }
    double confidence = Math.clamp(answer.confidence(), 0.01, 1.0);
    return new RecognizedIntent(intent, confidence, entities);
  }
}
