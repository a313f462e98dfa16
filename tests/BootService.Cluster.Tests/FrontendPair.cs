using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Cluster.Tests;

/// <summary>Two frontends at one database and on one boot network, the second with a way to the database that can be cut.</summary>
internal sealed class FrontendPair : IAsyncDisposable
{
    /// <summary>How long anything that is to happen may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>The second frontend's address; the first has <see cref="BootLan.Address"/>.</summary>
    public static readonly Ipv4 OtherAddress = Ipv4.Parse("10.1.1.2");

    private readonly DatabaseServer _server;

    private FrontendPair(DatabaseServer server, string database, BootLan lan, LanClient place)
    {
        (_server, Database, Lan, Place) = (server, database, lan, place);
        Line = new CutLine(server.Server.Socket);
        Daemons = [new DaemonProcess(lan), new DaemonProcess(lan, place)];
    }

    /// <summary>The name of the database.</summary>
    public string Database { get; }

    /// <summary>The boot network.</summary>
    public BootLan Lan { get; }

    /// <summary>The second frontend's machine.</summary>
    public LanClient Place { get; }

    /// <summary>The second frontend's way to the database.</summary>
    public CutLine Line { get; }

    /// <summary>Both, fe1 and fe2.</summary>
    public DaemonProcess[] Daemons { get; }

    /// <summary>The admin's hands on the first.</summary>
    public StackCommand One => Daemons[0].Stack;

    /// <summary>The admin's hands on the second.</summary>
    public StackCommand Other => Daemons[1].Stack;

    /// <summary>Makes the network, starts nobody.</summary>
    public static async Task<FrontendPair> CreateAsync(DatabaseServer server, string logs)
    {
        Requirements.Demand();
        var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", logs));
        var place = await lan.AddClientAsync();
        await place.TakeAddressAsync(OtherAddress);
        return new FrontendPair(server, await server.Server.NewDatabaseAsync(), lan, place);
    }

    /// <summary>Starts one of them.</summary>
    /// <param name="number">Which, from 0 on.</param>
    /// <param name="further">Further settings.</param>
    public Task StartAsync(int number, params string[] further) => Daemons[number].StartAsync(
    [
        .. DatabaseServer.Settings(_server.Server, Database, number == 0 ? null : Line),
        $"--Frontend:Name=fe{number + 1}",
        .. further,
    ]);

    /// <summary>Starts both, and waits until each knows of the other.</summary>
    public async Task StartBothAsync()
    {
        await StartAsync(0);
        await StartAsync(1);
        await UntilSaysAsync(One, "the files of the site are the same at fe1, fe2");
        await UntilSaysAsync(Other, "the files of the site are the same at fe1, fe2");
    }

    /// <summary>Waits until the doctor of the cluster says something at a frontend or a relay.</summary>
    public static Task UntilSaysAsync(StackCommand stack, string result) => Poll.UntilSaidAsync(Patience, result, () => SaidAsync(stack));

    /// <summary>Whether the doctor of the cluster says something at a frontend.</summary>
    public static async Task<bool> SaysAsync(StackCommand stack, string result) => (await SaidAsync(stack)).Contains(result, StringComparison.Ordinal);

    /// <summary>Asks the database.</summary>
    public Task<string> AskAsync(string sql) => _server.Server.AskAsync(sql, Database);

    /// <summary>Adds backend-0-0, a machine of the network.</summary>
    public async Task<LanClient> AddNodeAsync()
    {
        var node = await Lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(0));
        await One.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await One.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={node.Mac}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await Poll.UntilAsync("the other knows it", Patience, async () =>
            (await Other.RunAsync("list", "host", "interface")).Contains(node.Mac.ToString(), StringComparison.Ordinal));
        return node;
    }

    /// <summary>The frontends that have the one pallet there is, those with a part of it with how much.</summary>
    public async Task<IEnumerable<string>> HoldersAsync() =>
        (await One.ListAsync("list", "pallet"))[0]["frontends"].Split(' ');

    /// <summary>Waits until both have the one pallet there is.</summary>
    public Task HereAsync() => Poll.UntilAsync("both have the pallet", Patience, async () => (await HoldersAsync()).SequenceEqual(["fe1", "fe2"]));

    private static async Task<string> SaidAsync(StackCommand stack) => (await stack.TryAsync("check", "cluster", "output-format=json")).Output;

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in Daemons)
        {
            await daemon.DisposeAsync();
        }

        await Lan.DisposeAsync();
        await Line.DisposeAsync();
    }
}
