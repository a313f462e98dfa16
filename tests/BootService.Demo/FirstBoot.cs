using System.Collections.Concurrent;
using System.Text.Json;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Lab.Traffic;

namespace BootService.Demo;

/// <summary>The road from an empty frontend to three machines that run from their own disks.</summary>
/// <param name="lan">The boot network.</param>
/// <param name="daemon">The frontend, not yet started.</param>
/// <param name="board">Where it is told.</param>
internal sealed class FirstBoot(BootLan lan, DaemonProcess daemon, Board board)
{
    // Three times what a shared two-core machine needs without hardware virtualization.
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(15);

    private readonly SeedNode[] _nodes = [new(0, Firmware.Bios), new(1, Firmware.Bios), new(2, Firmware.Uefi)];
    private readonly ConcurrentDictionary<string, NodeProgress> _progress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _roads = new(StringComparer.Ordinal);

    /// <summary>Goes all of it.</summary>
    /// <exception cref="LabException">Something promised was not seen.</exception>
    public async Task RunAsync()
    {
        board.Say("Gathering the installation medium (tests/pallet)");
        var pallet = await Checkout.PalletAsync();
        (await Tool.RunAsync(Path.Combine(Checkout.Root, "systemd", "frontend-key"), [daemon.PublicKey])).Succeeded();
        await daemon.StartAsync();
        board.Say(
            $"The frontend is ready on {BootLan.Address}/{BootLan.Network.Prefix}, in the network namespace {lan.Name}; logs and consoles are in {lan.Logs}");
        var cluster = new SeedCluster(daemon, _nodes, board.Typed);
        await cluster.DescribeAsync(pallet);
        var rich = new RichNode(lan, daemon, board, _nodes[1]);
        await rich.DescribeAsync();
        await cluster.ArmAsync();
        await using var meter = await TrafficMeter.StartAsync(lan);
        var machines = new List<VirtualMachine>();
        try
        {
            foreach (var node in _nodes)
            {
                var settings = node == _nodes[1] ? rich.Machine : node.Machine with { KeepsBootOrder = node.Firmware is Firmware.Uefi };
                machines.Add(await VirtualMachine.CreateAsync(lan, settings));
            }

            await InstallAsync(machines);
            var roads = _roads.ToDictionary(StringComparer.Ordinal);
            var shares = await meter.FinishAsync();
            await ShowActionsAsync();
            await ShowFilesAsync(machines);
            await rich.ShowAsync();
            await rich.ArmAgainAsync(machines[1]);
            await InstallAsync([machines[1]]);
            await rich.ShowKeptAsync();
            board.Say("\nWhat each node waited for the frontend, of all its time on the road to its first system:");
            foreach (var line in ShareTable.Lines(_nodes, shares, roads))
            {
                board.Say(line);
            }

            await ShowBootOrderAsync(_nodes[2]);
            await ShowLoginsAsync();
        }
        finally
        {
            await Task.WhenAll(machines.Select(machine => machine.DisposeAsync().AsTask()));
        }
    }

    private async Task InstallAsync(List<VirtualMachine> machines)
    {
        var by = VirtualMachine.HasHardwareSupport ? "hardware virtualization" : "software emulation";
        board.Say($"Powering on {machines.Count} {(machines.Count == 1 ? "machine" : "machines")} ({by})");
        using var over = new CancellationTokenSource();
        var shown = ShowEventsAsync(over.Token);
        var ticking = TickAsync(over.Token);
        var installs = machines.Select(machine => FollowAsync(_nodes.Single(node => node.Name == machine.Settings.Name), machine)).ToList();
        try
        {
            // The first that fails ends the demo: the others would only hide its reason.
            while (installs.Count > 0)
            {
                var ended = await Task.WhenAny(installs).WaitAsync(InstallLimit);
                installs.Remove(ended);
                await ended;
            }
        }
        catch (TimeoutException)
        {
            throw new LabException($"not every node was up within {InstallLimit.TotalMinutes:0} minutes; consoles are in {lan.Logs}");
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(shown, ticking);
            board.Settle();
        }
    }

    private async Task FollowAsync(SeedNode node, VirtualMachine machine)
    {
        var poweredOn = board.Elapsed;
        machine.PowerOn();
        Change(node, _ => NodeProgress.Off(node) with { Step = "firmware" });
        await foreach (var line in machine.Console.LinesAsync())
        {
            var now = Change(node, progress => progress.OnConsole(line));
            if (now.Failure is { } why)
            {
                throw new LabException($"{node.Name} stopped: {why}\n{machine.Console.Tail(20)}");
            }

            if (now.IsUp)
            {
                _roads[node.Name] = board.Elapsed - poweredOn;
                return;
            }
        }

        throw new LabException($"{node.Name} went off by itself; its last lines:\n{machine.Console.Tail()}");
    }

    private async Task ShowEventsAsync(CancellationToken cancel)
    {
        await foreach (var happened in EventFeed.ReadAsync(daemon.Socket, cancel))
        {
            if (_nodes.FirstOrDefault(node => node.Name == Text(happened, "host")) is { } node)
            {
                Change(node, progress => progress.OnEvent(Text(happened, "stage"), Text(happened, "what")));
            }
        }
    }

    private static string Text(JsonElement happened, string field) =>
        happened.TryGetProperty(field, out var value) ? value.ToString() : "";

    private NodeProgress Change(SeedNode node, Func<NodeProgress, NodeProgress> change)
    {
        var now = _progress.AddOrUpdate(node.Name, _ => change(NodeProgress.Off(node)), (_, progress) => change(progress));
        board.Show(now);
        return now;
    }

    private async Task TickAsync(CancellationToken cancel)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(cancel))
            {
                board.Redraw();
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing left to draw.
        }
    }

    private async Task ShowActionsAsync()
    {
        board.Typed("stack list host boot");
        board.Say((await daemon.Stack.RunAsync("list", "host", "boot")).TrimEnd());
        foreach (var node in _nodes)
        {
            var action = await daemon.Stack.ActionOfAsync(node.Name);
            if (action != "os")
            {
                throw new LabException($"{node.Name} is up from its disk, but its action is \"{action}\" and should be \"os\"");
            }
        }
    }

    /// <summary>The profile has left the network first and put the new system second, in the firmware itself.</summary>
    private async Task ShowBootOrderAsync(SeedNode uefi)
    {
        board.Say($"\nWhat the firmware of {uefi.Name} boots from now on:");
        board.Typed($"stack run host {uefi.Name} \"efibootmgr\"");
        var said = (await lan.RunAsync(Checkout.Program("stack"), "--socket", daemon.Socket, "run", "host", uefi.Name, "efibootmgr")).Succeeded().Output;
        board.Say(said.TrimEnd());
        var lines = said.Split('\n', StringSplitOptions.TrimEntries);
        var order = Array.Find(lines, line => line.StartsWith("BootOrder: ", StringComparison.Ordinal))?["BootOrder: ".Length..].Split(',') ?? [];
        string Entry(int place) => Array.Find(lines, line => order.Length > place && line.StartsWith($"Boot{order[place]}", StringComparison.Ordinal)) ?? "";
        if (!Entry(0).Contains("PXE", StringComparison.Ordinal) || !Entry(1).Contains("CentOS", StringComparison.Ordinal))
        {
            throw new LabException($"{uefi.Name} should boot from the network first and from its own system then");
        }
    }

    /// <summary>The nodes let root of the frontend in, whose key they were given because nothing else was said.</summary>
    private async Task ShowLoginsAsync()
    {
        board.Say("\nThe nodes let root of the frontend in:");
        board.Typed("stack run host backend \"uptime\"");
        var ran = (await lan.RunAsync(Checkout.Program("stack"), "--socket", daemon.Socket, "run", "host", "backend", "uptime")).Succeeded().Output;
        board.Say(ran.TrimEnd());
        if (ran.Split("load average").Length - 1 != _nodes.Length)
        {
            throw new LabException("not every node answered");
        }
    }

    private async Task ShowFilesAsync(List<VirtualMachine> machines)
    {
        board.Say("\nThe files of the page, read from the nodes' disks:");
        foreach (var node in _nodes)
        {
            foreach (var (path, expected) in node.Files)
            {
                var found = await machines[node.Rank].Disk.ReadAsync(path)
                    ?? throw new LabException($"{node.Name} has no {path} on its disk");
                board.Say($"{node.Name}:{path,-26} {found.TrimEnd('\n')}");
                if (found != expected)
                {
                    throw new LabException($"{node.Name}:{path} should be \"{expected.TrimEnd('\n')}\"");
                }
            }
        }
    }
}
