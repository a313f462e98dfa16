using BootService.Lab.Lan;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Loaders as real clients fetch them, byte for byte what the distribution's package holds.</summary>
[Collection(nameof(ClientLan))]
public sealed class FileClientTests(ClientLan lan)
{
    private const string Loader = "pxelinux.0";
    private static readonly byte[] Original = File.ReadAllBytes("/usr/lib/PXELINUX/pxelinux.0");

    [Fact]
    public Task Tftp_hpa_fetches_a_loader() =>
        Fetches(file => ("tftp", ["-m", "binary", $"{BootLan.Address}", "-c", "get", Loader, file]));

    [Theory]
    [InlineData("blksize 512")]
    [InlineData("blksize 1432")]
    [InlineData("blksize 1468", "windowsize 4")]
    [InlineData("blksize 1432", "windowsize 16", "tsize")]
    public Task Atftp_fetches_a_loader_with_its_options(params string[] options) =>
        Fetches(file => ("atftp", [.. options.SelectMany(option => new[] { "--option", option }), "-g", "-r", Loader, "-l", file, $"{BootLan.Address}"]));

    [Theory]
    [InlineData("--tftp-no-options")]
    [InlineData("--tftp-blksize", "1408")]
    [InlineData("--tftp-blksize", "65464")]
    public Task Curl_fetches_a_loader_over_tftp(params string[] options) =>
        Fetches(file => ("curl", ["-sS", .. options, "-o", file, $"tftp://{BootLan.Address}/{Loader}"]));

    [Theory]
    [InlineData("/install/boot/pxelinux.0")]
    [InlineData("/install/boot//pxelinux.0")]
    public Task Curl_fetches_a_loader_over_http(string path) =>
        Fetches(file => ("curl", ["-sS", "--fail", "-o", file, $"http://{BootLan.Address}{path}"]));

    [Fact]
    public async Task Curl_fetches_a_part_of_a_loader()
    {
        var file = NewFile();
        (await (await lan.AddConnectedAsync()).RunAsync(
            "curl", "-sS", "--fail", "-r", "100-199", "-o", file, $"http://{BootLan.Address}/install/boot/{Loader}")).Succeeded();

        Assert.Equal(Original[100..200], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_HEAD_tells_the_size()
    {
        var answer =
            (await (await lan.AddConnectedAsync()).RunAsync("curl", "-sS", "--fail", "-I", $"http://{BootLan.Address}/install/boot/{Loader}")).Succeeded();

        Assert.Contains($"content-length: {Original.Length}\r\n", answer.Output.ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pxelinux.cfg/default")]
    [InlineData("no/such/file")]
    [InlineData("../../etc/passwd")]
    public async Task A_file_that_is_not_served_is_refused_at_once(string name)
    {
        var client = await lan.AddConnectedAsync();

        var answer = await client.RunAsync("curl", "-sS", "--path-as-is", "--max-time", "3", "-o", NewFile(), $"tftp://{BootLan.Address}/{name}");

        // 68: TFTP error 1, file not found; 69: TFTP error 2, access violation.
        Assert.Contains(answer.ExitCode, new[] { 68, 69 });
    }

    [Fact]
    public async Task A_machine_without_an_action_is_told_to_boot_its_own_disk()
    {
        var client = await lan.AddConnectedAsync();

        var answer = (await client.RunAsync("curl", "-sS", $"tftp://{BootLan.Address}/pxelinux.cfg/01-{client.Mac.ToString("-")}")).Succeeded();

        Assert.Contains("localboot 0", answer.Output, StringComparison.Ordinal);
    }

    private async Task Fetches(Func<string, (string Program, string[] Arguments)> command)
    {
        var file = NewFile();
        var (program, arguments) = command(file);
        var answer = (await (await lan.AddConnectedAsync()).RunAsync(program, arguments)).Succeeded();

        Assert.True(File.Exists(file), $"{answer.Command} left no file: {answer.Output}{answer.Error}");
        Assert.Equal(Original, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    private string NewFile() => Path.Combine(lan.Served.Lan.Scratch, Path.GetRandomFileName());
}
