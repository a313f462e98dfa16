using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BootService.Contracts;

namespace BootService.Cli.Tests.Support;

/// <summary>Answers at a socket of its own with what it was given, one answer to a call.</summary>
internal sealed class FakeDaemon : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _folder = Directory.CreateTempSubdirectory("stack-").FullName;

    public FakeDaemon(params string[] answers)
    {
        Path = System.IO.Path.Combine(_folder, "admin.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _ = Task.Run(() => AnswerAsync(answers));
    }

    /// <summary>The answer to a call that is larger than is taken.</summary>
    public const string TooLarge = "{\"event\":\"error\",\"text\":\"the request is larger than is taken\"}\n{\"event\":\"end\",\"exit\":1}\n";

    public string Path { get; }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Holds { private get; init; }

    /// <summary>Whether meanwhile others are answered.</summary>
    public bool AnswersOthers { private get; init; }

    public List<CommandRequest> Requests { get; } = [];

    /// <summary>Types a command at it.</summary>
    public async Task<(int Exit, string Out, string Error)> TypeAsync(params string[] words) => await TypeAsync(["--socket", Path, .. words], screen: false);

    /// <summary>Types a command at it, at a screen.</summary>
    public async Task<(int Exit, string Out, string Error)> TypeAtScreenAsync(params string[] words) =>
        await TypeAsync(["--socket", Path, .. words], screen: true);

    /// <summary>Types a command at it as somebody who wonders soon whether it is there at all.</summary>
    public async Task<(int Exit, string Out, string Error)> TypePatientlyAsync(TimeSpan after, params string[] words) =>
        await TypeAsync(["--socket", Path, .. words], screen: false, after);

    /// <summary>Types a command at any socket.</summary>
    public static async Task<(int Exit, string Out, string Error)> TypeAtAsync(string path, params string[] words) =>
        await TypeAsync(["--socket", path, .. words], screen: false);

    /// <summary>Types a whole line, options among it.</summary>
    public static Task<(int Exit, string Out, string Error)> TypeLineAsync(params string[] line) => TypeAsync(line, screen: false);

    private static async Task<(int Exit, string Out, string Error)> TypeAsync(string[] line, bool screen, TimeSpan? after = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, isScreen: screen, showsProgress: screen);
        var invocation = Invocation.Parse(line, _ => null, "/somewhere");
        try
        {
            var conversation = new Conversation(invocation, terminal) { PatienceAfter = after ?? TimeSpan.FromMinutes(1) };
            var exit = await conversation.RunAsync(TestContext.Current.CancellationToken);
            return (exit, output.ToString(), error.ToString());
        }
        catch (CliFault fault)
        {
            return (1, output.ToString(), fault.Message);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The call that a body is, with the texts behind it as its files.</summary>
    private static CommandRequest Sent(byte[] body)
    {
        var line = body.AsSpan().IndexOf((byte)'\n') is var found and >= 0 ? found : body.Length;
        var call = JsonSerializer.Deserialize(body.AsSpan(0, line), CommandJson.Default.CommandRequest)!;
        var at = line + 1;
        return call.Texts is not { } texts ? call : call with
        {
            Files = texts.ToImmutableDictionary(text => text.Path, text => new Utf8Text(body.AsMemory((at += text.Octets) - text.Octets, text.Octets))),
        };
    }

    private async Task AnswerAsync(string[] answers)
    {
        foreach (var answer in answers)
        {
            using var caller = await _listener.AcceptAsync();
            await using var stream = new NetworkStream(caller);
            var isTaken = await ReadRequestAsync(stream, answer);
            using var held = new CancellationTokenSource(Holds);
            while (Holds > TimeSpan.Zero && AnswersOthers && !held.IsCancellationRequested)
            {
                await AnswerOtherAsync(held.Token);
            }

            await Task.Delay(AnswersOthers ? TimeSpan.Zero : Holds, TimeProvider.System);
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes(
                    (isTaken ? "HTTP/1.1 200 OK" : "HTTP/1.1 413 Payload Too Large") + "\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n"
                        + answer));
        }
    }

    private async Task AnswerOtherAsync(CancellationToken held)
    {
        try
        {
            using var other = await _listener.AcceptAsync(held);
            await other.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        catch (OperationCanceledException)
        {
            // Nobody else came.
        }
    }

    /// <summary>Reads a call; of one that is announced and answered by <see cref="TooLarge"/> no more than its head.</summary>
    private async Task<bool> ReadRequestAsync(NetworkStream stream, string answer)
    {
        var octets = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            octets.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
            var text = Encoding.UTF8.GetString([.. octets]);
            var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var length = body < 4
                ? null
                : text[..body].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
            if (length is not null && octets.Count >= Encoding.UTF8.GetByteCount(text[..body]) + int.Parse(length[16..]))
            {
                Requests.Add(Sent([.. octets.Skip(Encoding.UTF8.GetByteCount(text[..body]))]));
                return true;
            }

            if (body >= 4 && octets.Count == body && text.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
            {
                if (answer == TooLarge)
                {
                    return false;
                }

                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            }
        }
    }
}
