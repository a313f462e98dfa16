using System.Globalization;
using System.Security.Cryptography;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>
/// What lies on the disks of two frontends on one boot network: pallets, which go by themselves, and files of the site, which go when they are pushed.
/// </summary>
public sealed class SharedFilesTests(DatabaseServer database) : IAsyncLifetime
{
    private FrontendPair _pair = null!;
    private LanClient _node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StackCommand One => _pair.One;

    private StackCommand Other => _pair.Other;

    public async ValueTask InitializeAsync()
    {
        _pair = await FrontendPair.CreateAsync(database, nameof(SharedFilesTests));
        _node = await _pair.Lan.AddClientAsync();
        await _node.TakeAddressAsync(BootLan.AddressOf(5));
        await _pair.StartBothAsync();
    }

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    [Fact]
    public async Task A_pallet_that_was_added_at_one_is_given_out_by_the_other_at_once_and_goes_with_it()
    {
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        Assert.Equal(await SumAsync(0, RandomPallet.Kernel), await FetchedAsync(RandomPallet.Kernel));
        Assert.Equal(await SumAsync(0, RandomPallet.Initrd), await FetchedAsync(RandomPallet.Initrd));
        Assert.StartsWith("404", await FetchAsync("images/none"), StringComparison.Ordinal);

        await _pair.HereAsync();
        Assert.Equal(await SumAsync(0, ".treeinfo"), await SumAsync(1, ".treeinfo"));
        await _pair.AddNodeAsync();
        await Other.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        await Other.RunAsync("set", "host", "boot", "backend-0-0", "action=os");

        // Added anew, with another kernel: what is the same is not fetched again, and what is not is.
        var before = await SumAsync(1, RandomPallet.Kernel);
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch, kernel: 310_000);
        await Poll.UntilAsync("the other follows", FrontendPair.Patience, async () => await SumAsync(1, RandomPallet.Kernel) != before);
        Assert.Equal(await SumAsync(0, RandomPallet.Kernel), await FetchedAsync(RandomPallet.Kernel));

        await One.RunAsync("remove", "pallet", "CentOS");
        await Poll.UntilAsync("it goes at the other too", FrontendPair.Patience, () =>
            Task.FromResult(!Directory.Exists(RandomPallet.FolderOf(_pair.Daemons[1]))));
    }

    [Fact]
    public async Task A_pallet_that_is_served_from_its_image_comes_as_files_to_the_other()
    {
        await RandomPallet.DiscAsync(_pair.Lan.Scratch, "centos.iso");
        var (disc, image) = (Path.Combine(_pair.Lan.Scratch, "centos.iso"), Path.Combine(_pair.Lan.Scratch, "whole.iso"));
        (await Tool.RunAsync("xorriso", ["-indev", disc, "-outdev", image, "-rm_r", "/repodata", "--", "-commit"])).Succeeded();
        await One.RunAsync("add", "pallet", image, "copy=no");
        await _pair.HereAsync();
        var given = await _node.RunAsync("sh", "-c", $"curl -s http://{BootLan.Address}/{PathOf(RandomPallet.Kernel)} | sha256sum");
        Assert.Equal(given.Output.Split(' ')[0], await SumAsync(1, RandomPallet.Kernel));
    }

    [Fact]
    public async Task A_pallet_whose_octets_changed_where_it_was_added_is_refused_until_they_are_right()
    {
        await _pair.Daemons[1].StopAsync(TimeSpan.FromSeconds(10));
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        var kernel = Path.Combine(RandomPallet.FolderOf(_pair.Daemons[0]), RandomPallet.Kernel);
        await FlipAsync(kernel);
        await _pair.StartAsync(1);

        await Poll.UntilAsync("it is refused", FrontendPair.Patience, async () =>
            (await FetchAsync(RandomPallet.Kernel)).StartsWith("500", StringComparison.Ordinal));
        Assert.Contains(
            "is not what it was when the pallet was added: add the pallet there again", await FetchAsync(RandomPallet.Kernel), StringComparison.Ordinal);
        Assert.Equal(await SumAsync(0, RandomPallet.Initrd), await FetchedAsync(RandomPallet.Initrd));
        await FrontendPair.UntilSaysAsync(Other, $"CentOS 6.6 x86_64 does not get here: {RandomPallet.Kernel} at fe1 is not what it was");
        await _pair.AddNodeAsync();
        var refused = await Other.TryAsync("set", "host", "boot", "backend-0-0", "action=install");
        Assert.Contains("pallet CentOS 6.6 x86_64 does not get here from another frontend", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);

        await FlipAsync(kernel);
        await _pair.HereAsync();
        Assert.Equal(await SumAsync(0, RandomPallet.Kernel), await SumAsync(1, RandomPallet.Kernel));
    }

    [Fact]
    public async Task A_fetch_that_is_cut_off_goes_on_from_where_it_was()
    {
        const int Initrd = 40_000_000;
        await ShapeAsync("replace", "tbf", "rate", "80mbit", "burst", "256kb", "latency", "100ms");
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch, initrd: Initrd);
        var parts = Path.Combine(_pair.Daemons[1].ExportDirectory, "pallets");
        await Poll.UntilAsync("half of it has come", FrontendPair.Patience, () => Task.FromResult(Largest(parts) > Initrd / 2));
        Assert.Contains("fe2:", string.Join(' ', await _pair.HoldersAsync()), StringComparison.Ordinal);
        await _pair.Daemons[1].KillAsync();
        var had = Largest(parts);
        var received = await ReceivedAsync();

        await ShapeAsync("del");
        await _pair.StartAsync(1);
        await _pair.HereAsync();
        Assert.Equal(await SumAsync(0, RandomPallet.Initrd), await SumAsync(1, RandomPallet.Initrd));
        Assert.InRange(await ReceivedAsync() - received, 1, Initrd - had + (Initrd / 5));
    }

    [Fact]
    public async Task Nothing_is_armed_while_profiles_differ_and_a_push_makes_them_the_same()
    {
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        await _pair.HereAsync();
        await _pair.AddNodeAsync();
        await _pair.Daemons[0].WriteProfileAsync("extend-base.xml", "<stack:stack/>");
        await WriteAsync(1, "carts/tools/nodes/old.xml", "<stack:stack/>");
        await WriteAsync(1, "bootfiles/odd name%20.bin", "ours");

        foreach (var stack in new[] { One, Other })
        {
            await Poll.UntilAsync("the files that differ are named", FrontendPair.Patience, async () =>
                (await stack.TryAsync("set", "host", "boot", "backend-0-0", "action=install")).Error.Contains(
                    "(carts/tools/nodes/old.xml, site-profiles/default/1.0/nodes/extend-base.xml): \"stack push files\"", StringComparison.Ordinal));
        }

        Assert.NotEqual("install", await One.ActionOfAsync("backend-0-0"));
        await WriteAsync(0, "site-profiles/default/1.0/nodes/extend-base.xml", "<stack:stack><!-- right --></stack:stack>");
        Assert.Equal("fe2 has the same files now: 3 were changed there", (await One.RunAsync("push", "files")).Trim());
        Assert.Equal("<stack:stack><!-- right --></stack:stack>", await ReadAsync(1, "site-profiles/default/1.0/nodes/extend-base.xml"));
        Assert.False(File.Exists(Path.Combine(_pair.Daemons[1].ExportDirectory, "carts/tools/nodes/old.xml")));
        Assert.Equal("ours", await ReadAsync(1, ".before-push/bootfiles/odd name%20.bin"));
        Assert.Equal("0", await _pair.AskAsync("SELECT count(*) FROM pushed_files"));
        Assert.Equal("fe2 has the same files already", (await One.RunAsync("push", "files")).Trim());
        await Other.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        await Other.RunAsync("set", "host", "boot", "backend-0-0", "action=os");

        await _pair.Daemons[1].StopAsync(TimeSpan.FromSeconds(10));
        await Poll.UntilAsync("the other is told to be away", FrontendPair.Patience, async () =>
            (await One.TryAsync("push", "files")).Error.Contains("fe2 has not taken the files: it was last heard of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_push_that_cannot_be_written_there_changes_nothing_and_says_why()
    {
        await WriteAsync(1, "site-profiles/default/1.0/nodes/extend-base.xml", "<stack:stack/>");
        await WriteAsync(0, "site-profiles/default/1.0/nodes/extend-base.xml", "<stack:stack><!-- new --></stack:stack>");

        // A file is where the incoming ones are to be gathered: whoever runs the test may write anywhere.
        await WriteAsync(1, ".pushed", "in the way");
        var refused = await One.TryAsync("push", "files");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("fe2 has not taken the files:", refused.Error, StringComparison.Ordinal);
        Assert.Contains(".pushed", refused.Error, StringComparison.Ordinal);
        Assert.Equal("<stack:stack/>", await ReadAsync(1, "site-profiles/default/1.0/nodes/extend-base.xml"));
        Assert.DoesNotContain("   at ", _pair.Daemons[1].Log.Text, StringComparison.Ordinal);
    }

    private static string PathOf(string file) => $"install/pallets/CentOS/6.6/redhat/x86_64/{file}";

    /// <summary>The digest of what the second frontend gives out.</summary>
    private async Task<string> FetchedAsync(string file)
    {
        var answer = await FetchAsync(file);
        Assert.True(answer.StartsWith("200 ", StringComparison.Ordinal), answer.Length < 1000 ? answer : "it is no answer of 200");
        var body = await File.ReadAllBytesAsync(Path.Combine(_pair.Lan.Scratch, "body"), Cancel);
        return Convert.ToHexStringLower(SHA256.HashData(body));
    }

    /// <summary>What is answered, its code in front.</summary>
    private async Task<string> FetchAsync(string file)
    {
        var body = Path.Combine(_pair.Lan.Scratch, "body");
        var answer = await _node.RunAsync("curl", "-s", "-m", "30", "-o", body, "-w", "%{http_code} ", $"http://{FrontendPair.OtherAddress}/{PathOf(file)}");
        return answer.Output + await File.ReadAllTextAsync(body, Cancel);
    }

    private async Task<string> SumAsync(int number, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(RandomPallet.FolderOf(_pair.Daemons[number]), file), Cancel)));

    private async Task WriteAsync(int number, string path, string text)
    {
        var file = Path.Combine(_pair.Daemons[number].ExportDirectory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, Cancel);
    }

    private Task<string> ReadAsync(int number, string path) => File.ReadAllTextAsync(Path.Combine(_pair.Daemons[number].ExportDirectory, path), Cancel);

    private static async Task FlipAsync(string file)
    {
        var octets = await File.ReadAllBytesAsync(file, Cancel);
        octets[octets.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, octets, Cancel);
    }

    private static long Largest(string pallets) =>
        Directory.GetDirectories(pallets, ".fetching-*").SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Select(file => new FileInfo(file)).Where(file => file.Exists).Select(file => file.Length).DefaultIfEmpty().Max();

    private async Task<long> ReceivedAsync() =>
        long.Parse(
            (await _pair.Place.RunAsync("sh", "-c", $"ip -s link show dev {LanClient.Interface} | awk '/RX:/ {{ getline; print $1 }}'")).Output,
            CultureInfo.InvariantCulture);

    private async Task ShapeAsync(string deed, params string[] how) =>
        (await _pair.Lan.RunAsync("tc", ["qdisc", deed, "dev", BootLan.Interface, "root", .. how])).Succeeded();
}
