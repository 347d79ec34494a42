package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.app.compare.Contest.Agreement;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What came out, place by place. Several threads may write to it.
public final class Board {
  /// Who runs the models.
  public enum Engine {
    TFJS,
    JVM
  }

  /// One pair and batch in one place.
  ///
  /// @param pair its number
  /// @param feed the batch's number
  record Result(
      int pair,
      int feed,
      Times layers,
      Times graph,
      Agreement layersAgreement,
      Agreement graphAgreement) {
    /// How many times as fast the GraphModel is.
    double gain() {
      return layers.median() / graph.median();
    }

    boolean agrees() {
      return layersAgreement.ok() && graphAgreement.ok();
    }

    Tree tree() {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("pair", Tree.of(pair));
      fields.put("feed", Tree.of(feed));
      fields.put("layers", layers.tree());
      fields.put("graph", graph.tree());
      fields.put("gain", Tree.of(Words.gain(gain())));
      fields.put("layersAgreement", layersAgreement.tree());
      fields.put("graphAgreement", graphAgreement.tree());
      return Tree.object(fields);
    }
  }

  /// A place where models run, and what came out there.
  public static final class Place {
    private final Board board;
    private final Engine engine;
    private String title;
    private String detail = "";
    private final List<Result> results = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private Place(Board board, Engine engine, String title) {
      this.board = board;
      this.engine = engine;
      this.title = title;
    }

    Engine engine() {
      return engine;
    }

    /// What it turned out to be.
    void is(String newTitle, String newDetail) {
      synchronized (board) {
        title = newTitle;
        detail = newDetail;
      }
    }

    String title() {
      synchronized (board) {
        return title;
      }
    }

    /// The title, and what else there is to know.
    public String label() {
      synchronized (board) {
        return detail.isEmpty() ? title : title + ", " + detail;
      }
    }

    void add(Result result) {
      synchronized (board) {
        results.removeIf(r -> r.pair() == result.pair() && r.feed() == result.feed());
        results.add(result);
      }
    }

    /// What went wrong, or is missing and how to get it.
    public void fault(String what) {
      synchronized (board) {
        faults.add(what);
      }
    }

    List<String> faults() {
      synchronized (board) {
        return List.copyOf(faults);
      }
    }

    Optional<Result> result(int pair, int feed) {
      synchronized (board) {
        return results.stream().filter(r -> r.pair() == pair && r.feed() == feed).findFirst();
      }
    }

    private Tree tree() {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("runtime", Tree.of(engine == Engine.JVM ? "jvm" : "tfjs"));
      fields.put("title", Tree.of(title));
      fields.put("detail", Tree.of(detail));
      fields.put("results", Tree.list(results.stream().map(Result::tree).toList()));
      fields.put("faults", Tree.list(faults.stream().map(Tree::of).toList()));
      return Tree.object(fields);
    }
  }

  private static final int MOST_PLACES = 100;

  private final Contest contest;
  private final Tree machine;
  private final List<Place> places = new ArrayList<>();

  /// @param versions of whatever is compared, by name
  public Board(Contest contest, Map<String, String> versions) {
    this.contest = contest;
    this.machine = Machine.tree(versions);
  }

  /// What is measured.
  public Contest contest() {
    return contest;
  }

  /// A new place, below the others.
  public synchronized Place place(Engine engine, String title) {
    if (places.size() >= MOST_PLACES) {
      places.removeLast();
    }
    Place place = new Place(this, engine, title);
    places.add(place);
    return place;
  }

  synchronized List<Place> places() {
    return List.copyOf(places);
  }

  private Stream<Result> results() {
    return places().stream()
        .flatMap(p -> {
          synchronized (this) {
            return List.copyOf(p.results).stream();
          }
        });
  }

  /// Whether anything was measured.
  public boolean isEmpty() {
    return results().findAny().isEmpty();
  }

  /// Whether all that was measured computed the same numbers.
  public boolean agrees() {
    return results().allMatch(Result::agrees);
  }

  /// All of it, as the page and `--json` have it.
  public synchronized Tree tree() {
    List<Tree> pairs = new ArrayList<>();
    for (Contest.Pair pair : contest.pairs()) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("title", Tree.of(pair.title()));
      fields.put("about", Tree.of(pair.about()));
      fields.put("feeds", Tree.list(pair.feeds().stream().map(f -> Tree.of(f.label())).toList()));
      pairs.add(Tree.object(fields));
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("pairs", Tree.list(pairs));
    fields.put("places", Tree.list(places.stream().map(Place::tree).toList()));
    fields.put("words", Tree.list(Words.of(this).stream().map(Tree::of).toList()));
    fields.put("agreement", Tree.of(Words.agreement(this)));
    fields.put("agrees", Tree.of(agrees()));
    fields.put("machine", machine);
    fields.put("plan", contest.plan().tree());
    return Tree.object(fields);
  }
}
