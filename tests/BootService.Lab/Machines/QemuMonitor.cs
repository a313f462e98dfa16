using System.Net.Sockets;
using System.Text.Json;

namespace BootService.Lab.Machines;

/// <summary>QEMU's machine protocol: the reset button and the power cord.</summary>
internal static class QemuMonitor
{
    /// <summary>Gives one command and waits until it is done.</summary>
    /// <param name="path">Unix socket of the machine.</param>
    /// <param name="command">For example <c>system_reset</c>.</param>
    /// <param name="arguments">What it is told besides, as a JSON object.</param>
    /// <exception cref="LabException">The machine is off, or refuses.</exception>
    public static async Task ExecuteAsync(string path, string command, string arguments = "{}")
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused)
        {
            throw new LabException($"the machine's monitor at {path} does not answer: {refused.Message}");
        }

        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await reader.ReadLineAsync();
        await AskAsync(reader, writer, "qmp_capabilities", "{}");
        await AskAsync(reader, writer, command, arguments);
    }

    private static async Task AskAsync(StreamReader reader, StreamWriter writer, string command, string arguments)
    {
        await writer.WriteLineAsync($$"""{"execute":"{{command}}","arguments":{{arguments}}}""");
        while (await reader.ReadLineAsync() is { } line)
        {
            using var answer = JsonDocument.Parse(line);
            if (answer.RootElement.TryGetProperty("error", out var error))
            {
                throw new LabException($"the machine refused {command}: {error.GetProperty("desc").GetString()}");
            }

            // Events may come between the command and its answer.
            if (answer.RootElement.TryGetProperty("return", out _))
            {
                return;
            }
        }
    }
}
