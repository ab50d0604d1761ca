package tocsin.simulation;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import tocsin.mesh.LogStores;
import tocsin.mesh.Mesh;
import tocsin.mesh.MeshTiming;
import tocsin.replica.ReplicatedMap;
import tocsin.testkit.SimLoop;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// One life of a member: from its start to its crash.
final class SimMember {
    private final String name;
    private final Skewed loop;
    private final Mesh mesh;
    private final ReplicatedMap<String, Register.Value> map;
    private final SimNetwork network;
    private final SimDisk disk;

    SimMember(String name, SimLoop time, SimNetwork network, SimDisk disk, Duration skew) {
        this.name = name;
        this.network = network;
        this.disk = disk;
        this.loop = new Skewed(time, skew);
        this.mesh =
                new Mesh(
                        network.plug(name, loop),
                        disk::open,
                        MeshTiming.defaults(),
                        new PrometheusRegistry());
        this.map = mesh.open(new Register(), loop);
    }

    /// Opens a map over these logs, alone. How many entries it has.
    static int over(LogStores logs, SimLoop loop) {
        var network = new SimNetwork(loop, new SplittableRandom(1));
        var mesh =
                new Mesh(
                        network.plug("alone", loop),
                        logs,
                        MeshTiming.defaults(),
                        new PrometheusRegistry());
        return mesh.open(new Register(), loop).size();
    }

    String name() {
        return name;
    }

    ReplicatedMap<String, Register.Value> map() {
        return map;
    }

    List<String> content() {
        return mesh.content("registers");
    }

    String digest() {
        return mesh.digest("registers");
    }

    void skew(Duration by) {
        loop.skew(by);
    }

    void pause(Duration span) {
        loop.pause(span);
    }

    void crash() {
        loop.die();
        disk.crash();
        network.unplug(name);
    }
}
