using BootService.Cli.Tests.Support;

namespace BootService.Cli.Tests.Remote;

public class ServerTests
{
    private const string Done =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: "
            + "close\r\n\r\n{\"event\":\"message\",\"text\":\"hello\"}\n{\"event\":\"end\",\"exit\":0}\n";

    [Fact]
    public async Task A_command_goes_to_another_machine_with_the_key_of_a_token()
    {
        using var server = new FakeServer("127.0.0.1", Done);
        var key = server.Keep("key", "bs_secret\n");
        Assert.Equal(
            (0, "hello\n", ""), await FakeDaemon.TypeLineAsync("--server", server.Url, "--token-file", key, "--ca-file", server.Authority, "list", "host"));
        Assert.Contains("POST /v1/commands ", server.Heads[0], StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer bs_secret\r\n", server.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_not_sent_to_a_server_that_is_not_trusted()
    {
        using var server = new FakeServer("127.0.0.1", Done);
        using var other = new FakeServer("127.0.0.1", Done);
        var key = server.Keep("key", "bs_secret\n");
        foreach (var authority in new string[][] { [], ["--ca-file", other.Authority] })
        {
            var (exit, output, error) = await FakeDaemon.TypeLineAsync(["--server", server.Url, "--token-file", key, .. authority, "list", "host"]);
            Assert.Equal((1, ""), (exit, output));
            Assert.StartsWith($"the certificate of {server.Url} is not trusted by this computer: --ca-file names ", error, StringComparison.Ordinal);
        }

        Assert.Empty(server.Heads);
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_not_trusted()
    {
        using var server = new FakeServer("elsewhere", Done);
        var (_, _, error) = await FakeDaemon.TypeLineAsync("--server", server.Url, "--ca-file", server.Authority, "list", "host");
        Assert.StartsWith($"the certificate of {server.Url} is not trusted", error, StringComparison.Ordinal);
        Assert.Empty(server.Heads);
    }

    [Theory]
    [InlineData("401 Unauthorized", " wants a token that is good: --token-file names a file with the key that \"stack add token\" showed")]
    [InlineData("403 Forbidden", " does not let this caller in")]
    [InlineData("503 Service Unavailable", " has too much to do: try again in a while")]
    [InlineData("302 Found", " is not bootservice (HTTP 302)")]
    public async Task What_a_server_answers_instead_is_a_sentence(string status, string sentence)
    {
        using var server = new FakeServer("127.0.0.1", $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var (exit, _, error) = await FakeDaemon.TypeLineAsync("--server", server.Url, "--ca-file", server.Authority, "list", "host");
        Assert.Equal(1, exit);
        Assert.EndsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_of_a_token_is_said_on()
    {
        const string problem = """{"title":"Unauthorized","status":401,"detail":"token ci ended at 2026-11-01 10:00 UTC: \"stack add token\" makes another"}""";
        using var server = new FakeServer(
            "127.0.0.1",
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\n"
                + $"Content-Length: {problem.Length}\r\nConnection: close\r\n\r\n{problem}");
        var (exit, _, error) = await FakeDaemon.TypeLineAsync("--server", server.Url, "--ca-file", server.Authority, "list", "host");
        Assert.Equal(1, exit);
        Assert.Equal(
            $"{server.Url}: token ci ended at 2026-11-01 10:00 UTC: \"stack add token\" makes another; "
                + "--token-file names a file with the key of a token", error);
    }

    [Theory]
    [InlineData("two words", "does not hold the key of a token, one word that \"stack add token\" showed")]
    [InlineData("", "does not hold the key of a token, one word that \"stack add token\" showed")]
    public async Task A_file_without_a_key_is_said_to_be_one(string content, string sentence)
    {
        using var server = new FakeServer("127.0.0.1", Done);
        Assert.EndsWith(
            sentence, (await FakeDaemon.TypeLineAsync("--server", server.Url, "--token-file", server.Keep("key", content), "list", "host")).Error,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "cannot read /no/such: ", (await FakeDaemon.TypeLineAsync("--server", server.Url, "--token-file", "/no/such", "list", "host")).Error,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "holds no certificate as PEM",
            (await FakeDaemon.TypeLineAsync("--server", server.Url, "--ca-file", server.Keep("ca", content), "list", "host")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_one_sentence() =>
        Assert.Equal(
            "nobody answers at https://127.0.0.1:1: is Admin:Listen set there?",
            (await FakeDaemon.TypeLineAsync("--server", "https://127.0.0.1:1", "list", "host")).Error);
}
