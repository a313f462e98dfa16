using System.Net;
using System.Net.Sockets;
using BootService.Cli.Remote;
using BootService.Cli.Tests.Support;

namespace BootService.Cli.Tests.Remote;

public class RemoteTests
{
    [Fact]
    public async Task A_host_that_does_not_answer_is_down()
    {
        using var daemon = new FakeDaemon("""
            {"event":"table","headers":["host","output","exit"],"owner":true,"keepOwner":false,"plain":false}
            {"event":"run","run":{"hosts":[{"host":"backend-0-0","address":"127.0.0.2"},{"host":"backend-0-1","address":"127.0.0.3"}],"command":"true","threads":2,"timeout":0,"delay":0,"collate":true,"x11":false}}
            {"event":"end","exit":0}

            """);
        var (exit, output, _) = await daemon.TypeAsync("run", "host", "backend", "true");
        Assert.Equal((1, "HOST         OUTPUT\nbackend-0-0: down  \nbackend-0-1: down  \n"), (exit, output));
    }

    [Fact]
    public async Task A_person_sees_progress_colours_and_who_is_down()
    {
        using var daemon = new FakeDaemon("""
            {"event":"table","headers":["host","output","exit"],"owner":true,"keepOwner":false,"plain":false}
            {"event":"run","run":{"hosts":[{"host":"backend-0-0","address":"127.0.0.2"},{"host":"backend-0-10","address":"127.0.0.3"}],"command":"true","threads":2,"timeout":0,"delay":0,"collate":true,"x11":false}}
            {"event":"end","exit":0}

            """);
        var (exit, output, error) = await daemon.TypeAtScreenAsync("run", "host", "backend", "true");
        Assert.Equal(
            (1, "\e[1mHOST          OUTPUT\e[0m\n\e[36mbackend-0-0: \e[0m \e[31mdown\e[0m\n\e[36mbackend-0-10:\e[0m \e[31mdown\e[0m\n"), (exit, output));
        Assert.StartsWith("\r\e[K0 of 2 hosts have ended 0 %", error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 hosts have ended 50 %", error, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K2 of 2 hosts are down: backend-0-0 backend-0-10\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_host_that_failed_a_careful_run_begins_no_other()
    {
        using var daemon = new FakeDaemon("""
            {"event":"table","headers":["host","output","exit"],"owner":true,"keepOwner":false,"plain":false}
            {"event":"run","run":{"hosts":[{"host":"backend-0-0","address":"127.0.0.2","script":"true"},{"host":"backend-0-1","address":"127.0.0.3","script":"true"}],"command":"sh -s","threads":1,"timeout":0,"delay":0,"collate":true,"x11":false,"careful":true}}
            {"event":"end","exit":0}

            """);
        var (exit, output, _) = await daemon.TypeAsync("sync", "host", "hosts", "backend");
        Assert.Equal(1, exit);
        Assert.Contains("backend-0-0: down", output, StringComparison.Ordinal);
        Assert.Contains("backend-0-1: not begun, because another one failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_host_only_the_output_is_shown()
    {
        using var daemon = new FakeDaemon("""
            {"event":"table","headers":["host","output","exit"],"owner":true,"keepOwner":false,"plain":false}
            {"event":"run","run":{"hosts":[{"host":"backend-0-0","address":"127.0.0.2"}],"command":"true","threads":2,"timeout":0,"delay":0,"collate":true,"x11":false}}
            {"event":"end","exit":0}

            """);
        Assert.Equal("\e[31mdown\e[0m\n", (await daemon.TypeAtScreenAsync("run", "host", "backend-0-0", "true", "output-header=no")).Out);
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n", true)]
    [InlineData("", false)]
    public async Task Only_a_port_that_greets_counts(string greeting, bool expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = GreetAsync(listener, greeting);
        Assert.Equal(expected, await SecureShell.GreetsAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken));
        await accepted;
    }

    private static async Task GreetAsync(TcpListener listener, string greeting)
    {
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await caller.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), TestContext.Current.CancellationToken);
    }
}
