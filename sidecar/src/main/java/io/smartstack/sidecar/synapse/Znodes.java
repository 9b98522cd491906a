// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * What Synapse asks of one ensemble. Every call waits for its answer, 10 s at most, and is not
 * repeated: whoever asks decides whether to ask again.
 */
final class Znodes {

  /** How many reads are under way at once: enough to hide the latency, few enough to stay small. */
  private static final int PIPELINE = 200;

  private static final int MOST_SINGLE = 16;
  private static final long TIMEOUT_SECONDS = 10;

  private final AtomicInteger single = new AtomicInteger();

  /** Whether many reads go into one request; no longer after that failed once. */
  private volatile boolean together = true;

  private final CuratorFramework client;
  private final Timer childrenTime;
  private final Timer getTime;

  Znodes(CuratorFramework client, String service, MeterRegistry meters) {
    this.client = client;
    this.childrenTime =
        meters.timer("synapse.watcher.zk.children.elapsed_time", "service", service);
    this.getTime = meters.timer("synapse.watcher.zk.get.elapsed_time", "service", service);
  }

  /** The answer to one read. */
  static final class Answer {
    private final Code code;
    private final byte[] data;
    private final boolean written;

    Answer(Code code, byte @Nullable [] data, @Nullable Stat stat) {
      this.code = code;
      this.data = data == null ? new byte[0] : data;
      this.written = stat != null && stat.getVersion() > 0;
    }

    Code code() {
      return code;
    }

    /** The znode's data, empty when it has none or could not be read. */
    byte[] data() {
      return data;
    }

    /** Whether the data were ever changed since the znode was created. */
    boolean written() {
      return written;
    }

    /** Whether the connection, not the znode, is why there are no data. */
    private boolean unanswered() {
      return switch (code) {
        case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONEXPIRED, SESSIONMOVED -> true;
        default -> false;
      };
    }
  }

  /** A call that got no answer; asking again may help. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered(String message) {
      super(message);
    }
  }

  /**
   * Watches a znode, there or not; adding the same watch again does nothing. ZooKeeper drops it
   * with the session and replays nothing of what happened while the connection was lost.
   */
  void watch(String path, AddWatchMode mode, Watcher watcher)
      throws Unanswered, InterruptedException {
    CompletableFuture<Code> done = new CompletableFuture<>();
    zooKeeper().addWatch(path, watcher, mode, (rc, p, ctx) -> done.complete(Code.get(rc)), null);
    expectOk(await(done), "watch " + path);
  }

  /**
   * Reads one znode without waiting for it.
   *
   * @param answered hears the answer, on a thread that must not be blocked
   * @return whether it was asked; false where there is no connection, or so much is being asked
   *     that reading together is better
   */
  boolean read(String path, Consumer<Answer> answered) {
    if (single.get() >= MOST_SINGLE) {
      return false;
    }
    try {
      ZooKeeper zooKeeper = zooKeeper();
      single.incrementAndGet();
      Timer.Sample sample = Timer.start();
      zooKeeper.getData(
          path,
          false,
          (rc, p, ctx, data, stat) -> {
            single.decrementAndGet();
            sample.stop(getTime);
            answered.accept(new Answer(Code.get(rc), data, stat));
          },
          null);
      return true;
    } catch (Unanswered e) {
      return false;
    }
  }

  /** Ends a watch, in the background; the server forgets it with the session. */
  void unwatch(String path, Watcher watcher) {
    try {
      zooKeeper()
          .removeWatches(path, watcher, Watcher.WatcherType.Any, true, (rc, p, ctx) -> {}, null);
    } catch (Unanswered e) {
      // The connection is gone; a new session knows nothing of this watch.
      return;
    }
  }

  /** The names of the children, null when the znode does not exist. */
  @Nullable List<String> children(String path) throws Unanswered, InterruptedException {
    record Listed(Code code, List<String> names) {}
    CompletableFuture<Listed> done = new CompletableFuture<>();
    Timer.Sample sample = Timer.start();
    zooKeeper()
        .getChildren(
            path,
            false,
            (rc, p, ctx, names) ->
                done.complete(new Listed(Code.get(rc), names == null ? List.of() : names)),
            null);
    Listed listed = await(done);
    sample.stop(childrenTime);
    if (listed.code() == Code.NONODE) {
      return null;
    }
    expectOk(listed.code(), "list " + path);
    return listed.names();
  }

  /** Creates a znode and its parents, all persistent; an existing one is as good. */
  void create(String path) throws Unanswered, InterruptedException {
    try {
      client.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      return;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new Unanswered("create " + path + ": " + e.getMessage());
    }
  }

  /** Reads one znode. */
  Answer read(String path) throws Unanswered, InterruptedException {
    Answer answer = await(ask(zooKeeper(), path));
    if (answer.unanswered()) {
      throw new Unanswered("read " + path + ": " + answer.code());
    }
    return answer;
  }

  /** Reads children of a znode, many at a time. */
  Map<String, Answer> read(String parent, Collection<String> names)
      throws Unanswered, InterruptedException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    List<String> all = List.copyOf(names);
    for (int from = 0; from < all.size(); from += PIPELINE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + PIPELINE));
      ZooKeeper zooKeeper = zooKeeper();
      if (together && some.size() > 1) {
        answers.putAll(readTogether(zooKeeper, parent, some));
        continue;
      }
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      some.forEach(name -> asked.add(ask(zooKeeper, parent + "/" + name)));
      for (int i = 0; i < some.size(); i++) {
        Answer answer = await(asked.get(i));
        if (answer.unanswered()) {
          throw new Unanswered("read " + parent + "/" + some.get(i) + ": " + answer.code());
        }
        answers.put(some.get(i), answer);
      }
    }
    return answers;
  }

  /**
   * All in one request. Its answer may be larger than a client takes, or a server may not know such
   * requests: then the next attempt reads one by one.
   */
  private Map<String, Answer> readTogether(ZooKeeper zooKeeper, String parent, List<String> names)
      throws Unanswered, InterruptedException {
    CompletableFuture<List<OpResult>> done = new CompletableFuture<>();
    List<Op> reads = names.stream().map(name -> Op.getData(parent + "/" + name)).toList();
    Timer.Sample sample = Timer.start();
    zooKeeper.multi(
        reads, (rc, p, ctx, results) -> done.complete(results == null ? List.of() : results), null);
    List<OpResult> results = await(done);
    sample.stop(getTime);
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(names.size(), results.size()); i++) {
      Answer answer =
          switch (results.get(i)) {
            case OpResult.GetDataResult data -> new Answer(Code.OK, data.getData(), data.getStat());
            case OpResult.ErrorResult error -> new Answer(Code.get(error.getErr()), null, null);
            default -> new Answer(Code.MARSHALLINGERROR, null, null);
          };
      answers.put(names.get(i), answer);
    }
    if (answers.size() < names.size()
        || answers.values().stream()
            .anyMatch(
                answer -> !answer.code().equals(Code.OK) && !answer.code().equals(Code.NONODE))) {
      together = false;
      throw new Unanswered("read %d children of %s in one request".formatted(names.size(), parent));
    }
    return answers;
  }

  private CompletableFuture<Answer> ask(ZooKeeper zooKeeper, String path) {
    CompletableFuture<Answer> done = new CompletableFuture<>();
    Timer.Sample sample = Timer.start();
    zooKeeper.getData(
        path,
        false,
        (rc, p, ctx, data, stat) -> {
          sample.stop(getTime);
          done.complete(new Answer(Code.get(rc), data, stat));
        },
        null);
    return done;
  }

  private ZooKeeper zooKeeper() throws Unanswered {
    try {
      return client.getZookeeperClient().getZooKeeper();
    } catch (Exception e) {
      throw new Unanswered("no connection: " + e.getMessage());
    }
  }

  private static void expectOk(Code code, String what) throws Unanswered {
    if (code != Code.OK) {
      throw new Unanswered(what + ": " + code);
    }
  }

  private static <T> T await(CompletableFuture<T> done) throws Unanswered, InterruptedException {
    try {
      return done.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Unanswered("no answer within " + TIMEOUT_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
