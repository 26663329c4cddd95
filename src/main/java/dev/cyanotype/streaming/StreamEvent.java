package dev.cyanotype.streaming;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Map;

/// One event of a documented stream, on the wire `{"type": …, "data": …}`.
public sealed interface StreamEvent {

  /// The value of `type`.
  String type();

  /// The value of `data`: a text, or something that becomes a JSON object.
  Object data();

  /// What the message asks for: `intent`, `confidence` from 0 to 1, and what was recognised in it.
  record Intent(Map<String, Object> data) implements StreamEvent {
    @Override
    public String type() {
      return "intent";
    }
  }

  /// How far the work has come.
  record Status(String data) implements StreamEvent {
    @Override
    public String type() {
      return "status";
    }
  }

  /// A piece of the answer.
  record Text(String data) implements StreamEvent {
    @Override
    public String type() {
      return "text";
    }
  }

  /// A resource that is complete while the blueprint around it still arrives; of a deployment, what
  /// is done with one.
  record ResourceReady(Object data) implements StreamEvent {
    @Override
    public String type() {
      return "resource";
    }
  }

  /// The parsed and validated blueprint.
  record BlueprintReady(Object data) implements StreamEvent {
    @Override
    public String type() {
      return "blueprint";
    }
  }

  /// What a deployment is going to do.
  record PlanReady(Object data) implements StreamEvent {
    @Override
    public String type() {
      return "plan";
    }
  }

  /// A deployment, which has ended or was interrupted.
  record DeploymentReady(Object data) implements StreamEvent {
    @Override
    public String type() {
      return "deployment";
    }
  }

  /// Something is wrong, but the answer can be used.
  record Warning(String data) implements StreamEvent {
    @Override
    public String type() {
      return "warning";
    }
  }

  /// The answer cannot be given, or not to its end. [Done] with [Outcome#ERROR] follows.
  record Failed(String data) implements StreamEvent {
    @Override
    public String type() {
      return "error";
    }
  }

  /// What the answer took: tokens, times, who gave it.
  record Usage(Object data) implements StreamEvent {
    @Override
    public String type() {
      return "usage";
    }
  }

  /// The last event of every stream.
  record Done(Outcome data) implements StreamEvent {
    @Override
    public String type() {
      return "done";
    }
  }

  /// How a stream ended.
  @RegisterForReflection
  enum Outcome {
    /// The answer is whole.
    COMPLETE,
    /// An `error` event said why not.
    ERROR,
    /// It was stopped on request.
    CANCELLED,
    /// The answer is a question back to the user.
    CLARIFICATION_NEEDED;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
