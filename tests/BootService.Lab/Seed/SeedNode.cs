using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Protocols.Net;

namespace BootService.Lab.Seed;

/// <summary>A node of the page's cluster: the first is the master, the others are slaves.</summary>
/// <param name="Rank">0 and up.</param>
/// <param name="Firmware">What its machine boots with.</param>
public sealed record SeedNode(int Rank, Firmware Firmware)
{
    /// <summary>Its name, which is also that of its machine.</summary>
    public string Name => $"backend-0-{Rank}";

    /// <summary>Its address: 10.1.255.254 for the master, one less for each slave.</summary>
    public Ipv4 Address => BootLan.AddressOf(Rank);

    /// <summary>Whether the page makes it the Mesos master.</summary>
    public bool IsMaster => Rank == 0;

    /// <summary>Its machine.</summary>
    public MachineSettings Machine => new(Name, BootLan.MacOf(Rank), Firmware);

    /// <summary>The files that the page's node XML writes on it, path to content.</summary>
    public IReadOnlyDictionary<string, string> Files => IsMaster
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/etc/mesos-master/ip"] = $"{Address}\n",
            ["/etc/mesos-master/cluster"] = "MesosCluster\n",
            ["/var/lib/zookeeper/myid"] = "1\n",
            ["/etc/mesos/zk"] = Zookeeper,
        }
        : new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/etc/mesos-slave/ip"] = $"{Address}\n",
            ["/etc/mesos/zk"] = Zookeeper,
        };

    /// <summary>Files of packages that only this role gets, or loses by the page's <c>mv</c>.</summary>
    public (IReadOnlyList<string> Present, IReadOnlyList<string> Absent) Roles => IsMaster
        ? (["/etc/init/mesos-slave.conf.disabled", "/etc/init/mesos-master.conf", "/etc/init/marathon.conf"],
            ["/etc/init/mesos-slave.conf", "/etc/mesos-slave/ip"])
        : (["/etc/init/mesos-master.conf.disabled", "/etc/init/mesos-slave.conf"],
            ["/etc/init/mesos-master.conf", "/etc/init/marathon.conf", "/etc/mesos-master/ip"]);

    /// <summary>What its console prints, in this order, from the installer's last word to the system that runs from the disk.</summary>
    public string[] UpMarkers => ["pallet: installed", $"pallet: up {Name}", $" {Address} from disk"];

    private static string Zookeeper => $"zk://{BootLan.AddressOf(0)}:2181/mesos\n";
}
