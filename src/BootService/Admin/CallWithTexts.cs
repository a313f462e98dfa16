using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Unicode;
using BootService.Contracts;

namespace BootService.Admin;

/// <summary>Reads a call with the texts of its files behind it (<see cref="CommandRequest.WithTexts"/>), each into memory of its own size.</summary>
internal static class CallWithTexts
{
    /// <param name="body">The body of the request.</param>
    /// <param name="room">How large the call may be.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<CommandBody> ReadAsync(PipeReader body, CallRoom room, CancellationToken cancel)
    {
        var (call, isTooLarge) = await ReadLineAsync(body, room.Least, cancel);
        if (isTooLarge)
        {
            return room.TooLarge;
        }

        if (call is null || CommandBody.Parse(call) is not { Files: null, Texts: { IsDefault: false } texts } request || !AreTexts(texts))
        {
            return new CommandBody.Malformed();
        }

        room.Settle(request.Args.IsDefault ? [] : request.Args);
        if (call.Length + texts.Sum(text => (long)text.Octets) > room.Most)
        {
            return room.TooLarge;
        }

        var files = ImmutableDictionary.CreateBuilder<string, Utf8Text>();
        foreach (var text in texts)
        {
            if (await ReadTextAsync(body, text.Octets, cancel) is not { } octets || !Utf8.IsValid(octets))
            {
                return new CommandBody.Malformed();
            }

            files.Add(text.Path, new Utf8Text(octets));
        }

        return await IsAtEndAsync(body, cancel)
            ? new CommandBody.Read(request with { Files = files.ToImmutable(), Texts = null })
            : new CommandBody.Malformed();
    }

    private static bool AreTexts(ImmutableArray<TextBehind> texts) =>
        texts.All(text => text is { Path: not null, Octets: >= 0 }) && texts.Select(text => text.Path).Distinct(StringComparer.Ordinal).Count() == texts.Length;

    /// <summary>The call without its line end; null where the body ends before it, or where it is larger than it may be.</summary>
    private static async Task<(byte[]? Line, bool IsTooLarge)> ReadLineAsync(PipeReader body, long most, CancellationToken cancel)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancel);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is { } found && read.Buffer.Slice(0, found) is var line && line.Length <= most)
            {
                var call = line.ToArray();
                body.AdvanceTo(read.Buffer.GetPosition(1, found));
                return (call, false);
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (end is not null || read.Buffer.Length > most)
            {
                return (null, true);
            }

            if (read.IsCompleted)
            {
                return (null, false);
            }
        }
    }

    private static async Task<byte[]?> ReadTextAsync(PipeReader body, int octets, CancellationToken cancel)
    {
        var text = GC.AllocateUninitializedArray<byte>(octets);
        for (var at = 0; at < octets;)
        {
            var read = await body.ReadAsync(cancel);
            var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, octets - at));
            taken.CopyTo(text.AsSpan(at));
            at += (int)taken.Length;
            body.AdvanceTo(taken.End);
            if (read.IsCompleted && at < octets && taken.IsEmpty)
            {
                return null;
            }
        }

        return text;
    }

    private static async Task<bool> IsAtEndAsync(PipeReader body, CancellationToken cancel)
    {
        var read = await body.ReadAsync(cancel);
        body.AdvanceTo(read.Buffer.End);
        return read.IsCompleted && read.Buffer.IsEmpty;
    }
}
