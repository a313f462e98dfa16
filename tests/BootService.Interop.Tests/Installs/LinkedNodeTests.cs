using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>
/// A UEFI machine with three cards, a bond and a VLAN on it, as its admin meets it afterwards: by password, by names, and brought up to date while it runs.
/// </summary>
public sealed class LinkedNodeTests
{
    private static readonly MacAddress[] Cards = [MacAddress.Parse("52:54:00:00:02:01"), MacAddress.Parse("52:54:00:00:02:02")];
    private static readonly SeedNode Master = OneNode.Node;
    private static readonly SeedNode Node = new(1, BootService.Lab.Machines.Firmware.Uefi);

    [Fact(Explicit = true)]
    public async Task It_has_its_bond_and_VLAN_knows_names_and_goes_back_when_a_changed_network_cuts_it_off()
    {
        await using var served = await ServedLan.StartAsync();
        var (stack, shell) = (served.Daemon.Stack, await NodeShell.CreateAsync(served));
        await DescribeAsync(served);
        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine with { OtherCards = Cards });
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.Install, "pallet: installed", $"pallet: up {Node.Name}");
        await using var agent = await shell.StartAgentAsync();

        await LinksAsync(shell, machine);
        Assert.Equal("root\n", (await shell.TryByPasswordAsync(Node, "Correct Horse 9", "whoami")).Succeeded().Output);
        Assert.NotEqual(0, (await shell.TryByPasswordAsync(Node, "wrong", "whoami")).ExitCode);
        await NamesAsync(shell);
        await FrontendAsMasterAsync(served, shell);
        await FilesAsync(served, shell);
        await NetworkAsync(served, shell);
    }

    private static async Task DescribeAsync(ServedLan served)
    {
        var stack = served.Daemon.Stack;
        await new SeedCluster(served.Daemon, [Master, Node]).DescribeAsync(await Checkout.PalletAsync());
        await served.Daemon.WriteProfileAsync("extend-backend.xml", "<kickstart>\n<package>bind-utils</package>\n<package>iptables</package>\n</kickstart>\n");
        await stack.RunAsync("set", "network", "private", "zone=cluster.example");
        await stack.RunAsync("add", "network", "storage", "address=172.29.55.0", "mask=255.255.255.0", "gateway=172.29.55.1", "zone=storage.example");
        await stack.RunAsync("add", "network", "tagged", "address=172.29.100.0", "mask=255.255.255.0");
        await stack.RunAsync("add", "host", "interface", Node.Name, "interface=eth1", $"mac={Cards[0]}");
        await stack.RunAsync("add", "host", "interface", Node.Name, "interface=eth2", $"mac={Cards[1]}");
        await stack.RunAsync("add", "host", "bonded", Node.Name, "channel=bond0", "interfaces=eth1,eth2", "ip=172.29.55.10", "network=storage",
            "options=mode=active-backup miimon=100");
        await stack.RunAsync("add", "host", "interface", Node.Name, "interface=bond0.100", "vlan=100", "ip=172.29.100.10", "network=tagged");
        await stack.RunAsync("add", "host", "route", Node.Name, "address=10.99.0.0/16", "gateway=172.29.55.7");
        (await Tool.RunAsync(Checkout.Program("stack"), ["--socket", served.Daemon.Socket, "set", "password", Node.Name], "Correct Horse 9\nCorrect Horse 9\n"))
            .Succeeded();

        // The frontend as the cluster's master: the page's last lines.
        await stack.RunAsync("add", "host", "frontend-0-0", "appliance=frontend");
        await stack.RunAsync("add", "host", "interface", "frontend-0-0", "interface=eth0", $"mac={BootLan.FrontendMac}", $"ip={BootLan.Address}",
            "network=private");
        await stack.RunAsync("set", "host", "attr", Master.Name, "attr=is_mesos_master", "value=false");
        await stack.RunAsync("set", "host", "attr", "frontend-0-0", "attr=is_mesos_master", "value=true");
        await stack.RunAsync("set", "attr", "attr=zookeeper_ip", $"value={BootLan.Address}");
    }

    private static async Task LinksAsync(NodeShell shell, VirtualMachine machine)
    {
        var addresses = await shell.RunAsync(Node, "ip addr");
        Assert.Contains($"inet {Node.Address}/16", addresses, StringComparison.Ordinal);
        Assert.Contains("inet 172.29.55.10/24", addresses, StringComparison.Ordinal);
        Assert.Contains("bond0.100@bond0", addresses, StringComparison.Ordinal);
        Assert.Contains("inet 172.29.100.10/24", addresses, StringComparison.Ordinal);
        Assert.Contains("VID: 100", await shell.RunAsync(Node, "cat /proc/net/vlan/bond0.100"), StringComparison.Ordinal);
        var routes = await shell.RunAsync(Node, "ip route");
        Assert.Contains("10.99.0.0/16 via 172.29.55.7 dev bond0", routes, StringComparison.Ordinal);
        Assert.Contains("172.29.100.0/24 dev bond0.100", routes, StringComparison.Ordinal);

        var bond = await shell.RunAsync(Node, "cat /proc/net/bonding/bond0");
        Assert.Contains("fault-tolerance (active-backup)", bond, StringComparison.Ordinal);
        Assert.All(Cards, card => Assert.Contains($"Permanent HW addr: {card}", bond, StringComparison.Ordinal));
        var active = await ActiveAsync(shell);
        await machine.SetCableAsync(Array.IndexOf(Cards, active), isIn: false);
        await Poll.UntilAsync("the other card's turn", Limits.Packages, async () => await ActiveAsync(shell) == Cards.Single(card => card != active));
        await machine.SetCableAsync(Array.IndexOf(Cards, active), isIn: true);
    }

    private static async Task<MacAddress> ActiveAsync(NodeShell shell) => MacAddress.Parse((await shell.RunAsync(
        Node, "cat /sys/class/net/$(cat /sys/class/net/bond0/bonding/active_slave)/bonding_slave/perm_hwaddr")).Trim());

    private static async Task NamesAsync(NodeShell shell)
    {
        Assert.Equal($"{Master.Address}\n", await shell.RunAsync(Node, $"dig +short {Master.Name}.cluster.example"));
        Assert.Equal("172.29.55.10\n", await shell.RunAsync(Node, $"dig +short {Node.Name}-bond0.storage.example"));
        Assert.Equal($"{Master.Name}.cluster.example.\n", await shell.RunAsync(Node, $"dig +short -x {Master.Address}"));
        Assert.Contains("NXDOMAIN", await shell.RunAsync(Node, "dig nobody.cluster.example"), StringComparison.Ordinal);
        var ran = await shell.StackAsync("run", "host", Node.Name, "--", "dig", "+short", $"{Node.Name}.cluster.example;", "exit", "7");
        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(["OUTPUT", $"{Node.Address}", "exit 7"], ran.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task FrontendAsMasterAsync(ServedLan served, NodeShell shell)
    {
        Assert.Equal($"zk://{BootLan.Address}:2181/mesos\n", await shell.RunAsync(Node, "cat /etc/mesos/zk"));
        Assert.Equal($"{Node.Address}\n", await shell.RunAsync(Node, "cat /etc/mesos-slave/ip"));
        Assert.Equal(0, (await shell.TryAsync(Node, "test -e /etc/init/mesos-master.conf.disabled && test ! -e /etc/mesos-master/ip")).ExitCode);
        var folder = Directory.CreateDirectory(Path.Combine(served.Lan.Scratch, "mesos")).FullName;
        var script = SeedCluster.Script.Replace("/usr/etc/mesos", folder, StringComparison.Ordinal)
            .Replace("['backend','attr=is_mesos_master']", "['frontend','attr=is_mesos_master']", StringComparison.Ordinal);
        (await Tool.RunAsync("env",
            [$"PYTHONPATH={Checkout.Root}/src/BootService.Cli/python", $"STACK={Checkout.Program("stack")}", $"BOOTSERVICE_SOCKET={served.Daemon.Socket}",
                "python3", "-B", "-c", script])).Succeeded();
        Assert.Equal("frontend-0-0\n", await File.ReadAllTextAsync(Path.Combine(folder, "masters"), TestContext.Current.CancellationToken));
        Assert.Equal($"{Node.Name}\n", await File.ReadAllTextAsync(Path.Combine(folder, "slaves"), TestContext.Current.CancellationToken));
        Assert.Contains("frontend", (await served.Daemon.Stack.TryAsync("set", "host", "boot", "frontend-0-0", "action=install")).Error,
            StringComparison.Ordinal);
    }

    private static async Task FilesAsync(ServedLan served, NodeShell shell)
    {
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "host", "backend-0-7");
        await stack.RunAsync("add", "host", "interface", "backend-0-7", "interface=eth0", "ip=10.1.200.7", "network=private");
        Assert.Contains("+10.1.200.7", (await shell.StackAsync("sync", "host", "hosts", Node.Name, "dryrun=yes")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("0\n", await shell.RunAsync(Node, "grep -c backend-0-7 /etc/hosts || :"));
        (await shell.StackAsync("sync", "host", "hosts", Node.Name)).Succeeded();
        Assert.Equal("1\n", await shell.RunAsync(Node, "grep -c backend-0-7 /etc/hosts"));

        // Nothing keeps time there: the file is what it was, and the host is said to have failed.
        await stack.RunAsync("set", "attr", "attr=Kickstart_PrivateNTPHost", "value=10.1.1.1 10.1.1.2");
        var time = await shell.StackAsync("sync", "host", "time", Node.Name);
        Assert.Equal(1, time.ExitCode);
        Assert.Contains("+server 10.1.1.2 iburst", time.Output, StringComparison.Ordinal);
        Assert.Contains("what was there is back", time.Output, StringComparison.Ordinal);
        Assert.Equal("0\n", await shell.RunAsync(Node, "cat /etc/ntp.conf 2> /dev/null | grep -c 10.1.1.2 || :"));

        await stack.RunAsync(
            "add", "host", "firewall", Node.Name, "rulename=WEB", "chain=INPUT", "protocol=tcp", "service=http", "action=ACCEPT", "network=private");
        var wouldChange = (await shell.StackAsync("sync", "host", "firewall", Node.Name, "dryrun=yes")).Succeeded().Output;
        Assert.Contains("+-A INPUT", wouldChange, StringComparison.Ordinal);
        Assert.DoesNotContain("--dport 80", await shell.RunAsync(Node, "iptables -S"), StringComparison.Ordinal);
        (await shell.StackAsync("sync", "host", "firewall", Node.Name)).Succeeded();
        Assert.Contains("--dport 80", await shell.RunAsync(Node, "iptables -S"), StringComparison.Ordinal);
    }

    private static async Task NetworkAsync(ServedLan served, NodeShell shell)
    {
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "host", "interface", Node.Name, "interface=bond0:1", "ip=172.29.55.20", "network=storage");
        Assert.Contains("+IPADDR=172.29.55.20",
            (await shell.StackAsync("sync", "host", "network", Node.Name, "dryrun=yes")).Succeeded().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("172.29.55.20", await shell.RunAsync(Node, "ip addr"), StringComparison.Ordinal);
        (await shell.StackAsync("sync", "host", "network", Node.Name)).Succeeded();
        Assert.Contains("inet 172.29.55.20/24", await shell.RunAsync(Node, "ip addr"), StringComparison.Ordinal);
        Assert.Contains("nothing to change", (await shell.StackAsync("sync", "host", "network", Node.Name)).Succeeded().Output, StringComparison.Ordinal);

        // In a VLAN that the frontend's wire does not carry nobody reaches it any more.
        var before = await shell.RunAsync(Node, "ip addr; ip route; cat /etc/sysconfig/network-scripts/*");
        await stack.RunAsync("set", "host", "interface", "vlan", Node.Name, "interface=eth0", "vlan=9");
        var cut = await shell.StackAsync("sync", "host", "network", Node.Name);
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains("it did not answer within 60 seconds, and goes back by itself to what it had", cut.Output, StringComparison.Ordinal);
        await Poll.UntilAsync("the old network", Limits.Install, async () => (await shell.TryAsync(Node, "true")).ExitCode == 0);
        await Poll.UntilAsync("the guard's end", Limits.Install, async () => (await shell.TryAsync(Node, "test ! -e /run/stack-sync")).ExitCode == 0);
        Assert.Equal(Plain(before), Plain(await shell.RunAsync(Node, "ip addr; ip route; cat /etc/sysconfig/network-scripts/*")));
    }

    /// <summary>What says the same whenever it is asked: without numbers of links and what bonds learned.</summary>
    private static string Plain(string shown) => string.Join('\n', shown.Split('\n')
        .Where(line => !line.Contains("inet6", StringComparison.Ordinal) && !line.Contains("valid_lft", StringComparison.Ordinal))
        .Select(line => line.IndexOf(": ", StringComparison.Ordinal) is var colon and (1 or 2) ? line[(colon + 2)..] : line)
        .Order(StringComparer.Ordinal));
}
