using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootService.Hosting;
using BootService.Settings;
using BootService.Storage;
using Xunit;

namespace BootService.Tests.Hosting;

public sealed class StartTrialTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-trial-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_empty_machine_is_told_what_a_start_would_make()
    {
        var findings = await TryAsync();
        Assert.Contains(
            findings, finding => finding is { What: "database", IsWrong: false }
                && finding.Result.EndsWith("is not there: a start makes it, with no hosts", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data")));
    }

    [Theory]
    [InlineData("data", "data", "is no folder")]
    [InlineData("export", "export/pallets", "is no folder")]
    [InlineData("export/carts", "export/carts", "is no folder")]
    public async Task A_folder_that_cannot_be_made_is_told(string taken, string folder, string why)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.FullName, taken))!);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, taken), "somebody's", TestContext.Current.CancellationToken);
        Assert.Contains(
            await TryAsync(), finding => finding is { What: "folders", IsWrong: true }
                && finding.Result.StartsWith(
                    $"folder {Path.Combine(_folder.FullName, folder)} cannot be made or written to: {Path.Combine(_folder.FullName, taken)} {why}; ",
                    StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_no_place_for_data_and_a_folder_below_what_is_there_is()
    {
        Assert.DoesNotContain(await TryAsync(), finding => finding.What == "folders");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "data"), "/nowhere/at/all");
        Assert.Contains(
            await TryAsync(), finding => finding is { What: "folders", IsWrong: true }
                && finding.Result.Contains("data is a link that leads nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ports_of_ours_that_are_the_same_at_the_address_of_the_interface_are_told()
    {
        var link = NetworkInterface.GetAllNetworkInterfaces().First(link => link.Name == AnyLink());
        var address = link.GetIPProperties().UnicastAddresses.First(one => one.Address.AddressFamily is AddressFamily.InterNetwork).Address;
        Assert.Contains(
            await TryAsync(link.Name, new DaemonSettings { Admin = new() { Listen = $"{address}:80" } }),
            finding => finding is { What: "ports", IsWrong: true }
                && finding.Result == $"Http:Port and that of Admin:Listen ({address}:80) are the same tcp port, 80: set one of them to another");
    }

    [Fact]
    public async Task What_is_stored_is_read_and_the_daemon_that_has_it_is_not_in_the_way()
    {
        using var database = BootDatabase.Open(Path.Combine(_folder.FullName, "data"));
        Assert.Contains(
            await TryAsync(), finding => finding is { What: "database", IsWrong: false }
                && finding.Result.EndsWith(": 0 hosts, of this version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_database_and_an_interface_that_is_none_are_both_told()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "data", "bootservice.db"), new string('x', 9000), TestContext.Current.CancellationToken);
        var findings = await TryAsync("nosuch0");
        Assert.Equal(["interface", "database"], findings.Where(finding => finding.IsWrong).Select(finding => finding.What));
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.Result));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = Listening(IPAddress.Any, out var port);
        var findings = await TryAsync(AnyLink(), new DaemonSettings { Http = new() { Port = port } });
        Assert.Contains(
            findings, finding => finding is { What: "ports", IsWrong: true }
                && finding.Result.StartsWith($"HTTP wants tcp port {port} of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_of_the_dashboard_that_is_taken_or_not_of_this_machine_is_named()
    {
        using var taken = Listening(IPAddress.Loopback, out var port);
        Assert.StartsWith(
            $"port {port} of Admin:Listen is in use by another program; stop it (\"ss -ltnp sport = :{port}\" names it)",
            ListenerTrial.WhyNoAdmin(new() { Listen = $"127.0.0.1:{port}" }), StringComparison.Ordinal);
        Assert.Null(ListenerTrial.WhyNoAdmin(new()));
        var findings = await TryAsync(AnyLink(), new DaemonSettings { Admin = new() { Listen = "192.0.2.7:8443" } });
        Assert.Contains(
            findings, finding => finding is { What: "ports", IsWrong: true }
                && finding.Result == "Admin:Listen is 192.0.2.7:8443, and this machine has no address 192.0.2.7: set it to one that it has, or to "
                + "0.0.0.0:8443 for all of them");
    }

    [Fact]
    public void What_lies_where_the_socket_is_to_be_is_left_alone()
    {
        var path = Path.Combine(_folder.FullName, "admin.sock");
        File.WriteAllText(path, "somebody's");
        Assert.Contains(
            "because something else has that name: move it away", Assert.Throws<StartException>(() => AdminSocket.Prepare(path)).Message,
            StringComparison.Ordinal);
        Assert.Equal("somebody's", File.ReadAllText(path));
        Assert.Contains(
            "its path may have at most 107 bytes", Assert.Throws<StartException>(() => AdminSocket.Prepare(path + new string('x', 120))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_takes_no_socket_is_told_by_the_path_of_the_socket()
    {
        var path = "/proc/bootservice-admin.sock";
        var refusal = Assert.Throws<StartException>(() => AdminSocket.Prepare(path)).Message;
        Assert.StartsWith($"the admin socket {path} cannot be made: ", refusal, StringComparison.Ordinal);
        Assert.EndsWith("; set Admin:Socket to a path this user can write", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_can_be_made_is_not_there_yet()
    {
        var path = Path.Combine(_folder.FullName, "free.sock");
        AdminSocket.Prepare(path);
        Assert.False(File.Exists(path));
    }

    private static Socket Listening(IPAddress address, out int port)
    {
        var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(address, 0));
        taken.Listen();
        port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        return taken;
    }

    private static string AnyLink() => NetworkInterface.GetAllNetworkInterfaces()
        .First(link => link is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback }
            && link.GetIPProperties().UnicastAddresses.Any(address => address.Address.AddressFamily is AddressFamily.InterNetwork)).Name;

    private Task<IReadOnlyList<TrialFinding>> TryAsync(string? link = null, DaemonSettings? more = null) => new StartTrial(new DaemonSettings
    {
        Interface = link,
        DataDirectory = Path.Combine(_folder.FullName, "data"),
        ExportDirectory = Path.Combine(_folder.FullName, "export"),
        BootFilesDirectory = Checkout.BootFiles()!,
        Admin = new() { Socket = Path.Combine(_folder.FullName, "admin.sock"), Listen = more?.Admin.Listen },
        Http = more?.Http ?? new(),
    }).RunAsync(TestContext.Current.CancellationToken);
}
