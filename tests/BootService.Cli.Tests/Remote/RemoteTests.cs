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
            {"event":"table","headers":["host","output"],"owner":true,"keepOwner":false,"plain":false}
            {"event":"run","run":{"hosts":[{"host":"backend-0-0","address":"127.0.0.2"},{"host":"backend-0-1","address":"127.0.0.3"}],"command":"true","threads":2,"timeout":0,"delay":0,"collate":true,"x11":false}}
            {"event":"end","exit":0}

            """);
        var (exit, output, _) = await daemon.TypeAsync("run", "host", "backend", "true");
        Assert.Equal((0, "HOST         OUTPUT\nbackend-0-0: down  \nbackend-0-1: down  \n"), (exit, output));
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
