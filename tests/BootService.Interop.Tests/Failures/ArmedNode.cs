using System.Runtime.CompilerServices;
using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Failures;

/// <summary>A frontend, one host that is armed, and a namespace in which a persona is that host.</summary>
internal sealed class ArmedNode : IAsyncDisposable
{
    public const string Host = "backend-0-0";

    private ArmedNode(ServedLan served, LanClient client) => (Served, Client) = (served, client);

    public ServedLan Served { get; }

    public LanClient Client { get; }

    public Ipv4 Address { get; } = BootLan.AddressOf(0);

    public static async Task<ArmedNode> StartAsync(IEnumerable<string>? settings = null, bool arm = true, [CallerMemberName] string caller = "")
    {
        var served = await ServedLan.StartAsync(settings ?? [], caller);
        try
        {
            var node = new ArmedNode(served, await served.Lan.AddClientAsync());
            await RandomPallet.AddAsync(served.Daemon.Stack, served.Lan.Scratch);
            await node.AddHostAsync(Host, node.Client, node.Address);
            if (arm)
            {
                await served.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");
            }

            return node;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    public async Task AddHostAsync(string host, LanClient client, Ipv4 address)
    {
        await Served.Daemon.Stack.RunAsync("add", "host", host);
        await Served.Daemon.Stack.RunAsync("add", "host", "interface", host, "interface=eth0", $"mac={client.Mac}", $"ip={address}", "network=private");
        await client.TakeAddressAsync(address);
    }

    /// <summary>Switches the machine on and lets it come as far as it comes.</summary>
    /// <param name="firmware">What it is.</param>
    /// <param name="until">Switches it off again once a step is done.</param>
    /// <param name="way">How it broadcasts.</param>
    /// <param name="own">Its address, where it is not the host's.</param>
    public Task<(BootEnd? End, IReadOnlyList<BootStep> Steps)> BootAsync(
        Persona? firmware = null, Func<BootStep, bool>? until = null, BroadcastWay way = BroadcastWay.Link, Ipv4? own = null) =>
        NetworkNamespace.RunAsync(Client.Namespace, () =>
        {
            var runner = new PersonaRunner(
                new RunnerSettings(own ?? Address, BootLan.Address) { Way = way, Device = LanClient.Interface, Hurry = true }, TimeProvider.System);
            var boot = new Boot(firmware ?? Persona.Bios, new Machine(Client.Mac), new ServicePorts());
            var steps = new List<BootStep>();
            foreach (var step in runner.Run(boot, TestContext.Current.CancellationToken))
            {
                steps.Add(step);
                if (until?.Invoke(step) is true)
                {
                    break;
                }
            }

            return (boot.End, (IReadOnlyList<BootStep>)steps);
        });

    /// <summary>The rows of the newest boot's timeline, once there is one that says this; events are on disk a moment after they happen.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> TimelineAsync(string saying)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = [];
        try
        {
            await Poll.UntilAsync("the row", TimeSpan.FromMinutes(1), async () =>
            {
                rows = await Served.Daemon.Stack.ListAsync("list", "host", "timeline", Host);
                return rows.Any(row => row["why"].Contains(saying, StringComparison.Ordinal));
            });
        }
        catch (LabException)
        {
            Assert.Fail($"no row says \"{saying}\":\n{string.Join('\n', rows.Select(row => string.Join(' ', row.Values)))}\n{Served.Daemon.Log.Text}");
        }

        return rows;
    }

    /// <summary>Rehearses the host; it must fail.</summary>
    /// <returns>The sentence.</returns>
    public async Task<string> RehearseInVainAsync(string firmware = "bios")
    {
        var result = await Served.Daemon.Stack.TryAsync("simulate", "boot", Host, $"firmware={firmware}");
        Assert.Equal(1, result.ExitCode);
        return result.Error;
    }

    public async ValueTask DisposeAsync() => await Served.DisposeAsync();
}
