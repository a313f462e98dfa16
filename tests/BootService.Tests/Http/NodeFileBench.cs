using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Commands.Tests.Support;
using BootService.Doors;
using BootService.Files;
using BootService.Http;
using BootService.Http.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BootService.Tests.Http;

/// <summary>Kestrel on a port of its own, with a folder of files behind it.</summary>
internal sealed class NodeFileBench : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("http");
    private readonly WebApplication _app;

    private NodeFileBench(NodeHttpLimits limits, bool kernel)
    {
        Folder = new BootFolder(_directory.FullName);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Counters = new NodeHttpCounters(builder.Services.AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        var connections = new NodeConnections(limits, Counters, new Strangers(new MemoryAppliance(), new DoorSettings()));
        builder.Services.AddSingleton<IConnectionListenerFactory>(
            provider => new NodeTransport(limits, Counters, TimeProvider.System, provider.GetRequiredService<ILoggerFactory>()));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            connections.Use(kestrel);
            kestrel.Listen(kernel ? new NodeEndPoint(IPAddress.Loopback, 0) : new IPEndPoint(IPAddress.Loopback, 0), connections.Use);
        });
        _app = builder.Build();
        var responder = new NodeFileResponder(Counters);
        _app.Run(
            async context => Results.SetResult(context.Request.Path, await responder.RespondAsync(context, Find(context.Request.Path.Value!.TrimStart('/')))));
    }

    public BootFolder Folder { get; }

    public NodeHttpCounters Counters { get; }

    public ResultLog Results { get; } = new();

    public Dictionary<string, BootFile> Special { get; } = [];

    /// <summary>What is asked instead of the folder; null for the folder.</summary>
    public Func<string, BootFile>? Other { get; set; }

    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    public static async Task<NodeFileBench> StartAsync(NodeHttpLimits? limits = null, bool kernel = true)
    {
        var bench = new NodeFileBench(limits ?? new NodeHttpLimits(), kernel);
        await bench._app.StartAsync();
        bench.Address.Port = new Uri(bench._app.Urls.First()).Port;
        return bench;
    }

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public byte[] Write(string name, int length, int seed = 5)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
        return bytes;
    }

    public RawClient Connect() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Folder.Dispose();
        _directory.Delete(recursive: true);
    }

    private BootFile Find(string name) => Special.TryGetValue(name, out var special) ? special : Other is { } other ? other(name) : Folder.Find(name);
}

/// <summary>What the responder said of each path, to be awaited.</summary>
internal sealed class ResultLog
{
    private readonly Dictionary<string, TaskCompletionSource<NodeFileResult>> _results = [];

    public void SetResult(string path, NodeFileResult result) => Of(path).TrySetResult(result);

    public Task<NodeFileResult> After(string path) => Of(path).Task.WaitAsync(TimeSpan.FromSeconds(60));

    private TaskCompletionSource<NodeFileResult> Of(string path)
    {
        lock (_results)
        {
            return _results.TryGetValue(path, out var result)
                ? result
                : _results[path] = new TaskCompletionSource<NodeFileResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

/// <summary>A client that shows every byte of the wire.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(
        AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    { ReceiveTimeout = 60_000, ReceiveBufferSize = 32 * 1024 };
    private readonly NetworkStream _stream;

    public RawClient(IPEndPoint address)
    {
        _socket.Connect(address);
        _stream = new NetworkStream(_socket);
    }

    public void Send(string request) => _stream.Write(Encoding.Latin1.GetBytes(request.Replace("\n", "\r\n", StringComparison.Ordinal)));

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection off.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>A request and its answer.</summary>
    public RawResponse Ask(string method, string path, string headers = "")
    {
        Send($"{method} {path} HTTP/1.1\nHost: frontend\n{headers}\n");
        return Read(method == "HEAD");
    }

    /// <summary>Reads one answer by its length.</summary>
    public RawResponse Read(bool head = false)
    {
        var response = ReadHeaders();
        var length = int.Parse(response.Headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        if (head || response.Status == 304)
        {
            return response;
        }

        var body = new byte[length];
        _stream.ReadExactly(body);
        return response with { Body = body };
    }

    /// <summary>Reads so many octets of a body.</summary>
    public byte[] Take(int count)
    {
        var octets = new byte[count];
        _stream.ReadExactly(octets);
        return octets;
    }

    public RawResponse ReadHeaders()
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var letter = _stream.ReadByte();
            if (letter < 0)
            {
                throw new EndOfStreamException("the server closed the connection");
            }

            text.Append((char)letter);
        }

        var lines = text.ToString().TrimEnd().Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, []);
    }

    /// <summary>Reads until the server closes or cuts the connection; returns how much came.</summary>
    public long Drain()
    {
        var room = new byte[1 << 20];
        var total = 0L;
        try
        {
            for (int length; (length = _stream.Read(room)) > 0;)
            {
                total += length;
            }
        }
        catch (IOException)
        {
            // Cut, not closed: the same to us.
        }

        return total;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}

internal sealed record RawResponse(int Status, Dictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
