using BootService.Lab.Frontend;

namespace BootService.Lab.Seed;

/// <summary>The page "Mesos Marathon Zookeeper Use Case", typed line by line at a frontend.</summary>
/// <param name="daemon">The frontend.</param>
/// <param name="nodes">The machines, master first.</param>
/// <param name="typed">Told each command line before it is run.</param>
public sealed class SeedCluster(DaemonProcess daemon, IReadOnlyList<SeedNode> nodes, Action<string>? typed = null)
{
    private string? _folder;

    /// <summary>The page's <c>extend-base.xml</c>, byte for byte.</summary>
    public static string ExtendBase { get; } = Read("extend-base.xml");

    /// <summary>The page's Python script, which writes masters and slaves to <c>/usr/etc/mesos</c>.</summary>
    public static string Script { get; } = Read("mesos-hosts.py");

    /// <summary>
    /// Everything up to <c>action=install</c> with one medium that holds all packages: pallet, hosts, interfaces, attributes and the node XML.
    /// </summary>
    /// <param name="pallet">Folder of the installation medium.</param>
    /// <exception cref="LabException">A command was refused.</exception>
    public async Task DescribeAsync(string pallet)
    {
        await Type("add", "pallet", pallet);
        await Type("enable", "pallet", "CentOS");
        await DescribeNodesAsync();
    }

    /// <summary>The same by the page itself: discs, updates, and mirrors of repositories.</summary>
    /// <param name="sources">Where they come from.</param>
    /// <exception cref="LabException">A command was refused.</exception>
    public async Task FollowPageAsync(SeedSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _folder = sources.Folder;
        await Type("add", "pallet", "CentOS*.iso");
        await Type("enable", "pallet", "CentOS");
        await Type("disable", "pallet", "os");
        await Type("create", "mirror", SeedSources.Updates, "newest=yes", "version=2015-01-20");
        await Type("add", "pallet", "updates*.iso");
        await Type("enable", "pallet", "updates");
        var where = $"repoconfig={SeedSources.RepoFile}";
        await Type("create", "mirror", "repoid=mesosphere", "newest=true", where);
        await Type("add", "pallet", "mesosphere/mesosphere-1.0-0.x86_64.disk1.iso");
        await Type("enable", "pallet", "mesosphere");
        await Type("create", "mirror", "repoid=cloudera-cdh4", "newest=true", "urlonly=true", where);
        await Type("create", "mirror", "repoid=cloudera-cdh4", "newest=true", where);
        await Type("add", "pallet", "cloudera-cdh4/cloudera*.iso");
        await Type("enable", "pallet", "cloudera-cdh4");
        await DescribeNodesAsync();
    }

    /// <summary>The page's last step before the machines are switched on.</summary>
    public Task ArmAsync() => Type("set", "host", "backend", "action=install");

    private async Task DescribeNodesAsync()
    {
        foreach (var node in nodes)
        {
            await Type("add", "host", node.Name);
            await Type("add", "host", "interface", node.Name, "interface=eth0", $"mac={node.Machine.Mac}", $"ip={node.Address}", "network=private");
        }

        await Type("set", "attr", "attr=is_mesos_master", "value=false");
        await Type("set", "attr", "attr=is_mesos_slave", "value=false");
        await Type("set", "host", "attr", "backend-0-0", "attr=is_mesos_master", "value=true");
        await Type("set", "host", "attr", "backend-0-[1-4]", "attr=is_mesos_slave", "value=true");
        await Type("add", "attr", "attr=zookeeper_ip", $"value={nodes[0].Address}");
        await Type("add", "attr", "attr=mesos_cluster_name", "value=MesosCluster");
        await daemon.WriteProfileAsync("extend-base.xml", ExtendBase);
    }

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(SeedCluster).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private Task<string> Type(params string[] words)
    {
        typed?.Invoke($"stack {string.Join(' ', words)}");
        return new StackCommand(daemon.Socket, _folder).RunAsync(words);
    }
}
