using System.Buffers;
using System.Text.Json;
using BootService.Commands.Catalog;
using BootService.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace BootService.Admin;

/// <summary>How the reading of a call ended.</summary>
internal abstract record CommandBody
{
    private CommandBody()
    {
    }

    /// <summary>A call.</summary>
    public sealed record Read(CommandRequest Request) : CommandBody;

    /// <summary>Not the JSON object that it must be, or not with the texts behind it that it says.</summary>
    public sealed record Malformed : CommandBody;

    /// <summary>More than this caller may send for this verb; the rest was not read.</summary>
    public sealed record TooLarge(long Most, string? Verb) : CommandBody;

    /// <summary>Reads the body of a call, no more of it than its verb and its caller are due.</summary>
    /// <param name="context">The request.</param>
    /// <param name="verb">The words of the verb where the path names it; empty where the body does.</param>
    /// <param name="mayChange">Whether the caller is an admin.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="catalog">The verbs.</param>
    public static async Task<CommandBody> ReadAsync(HttpContext context, string[] verb, bool mayChange, AdminSettings settings, CommandCatalog catalog)
    {
        var room = new CallRoom(verb, mayChange, settings, catalog);
        if (context.Request.ContentLength > room.Most)
        {
            return room.TooLarge;
        }

        // Counted here: the server's own limit ends a request without a word.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType == CommandRequest.WithTexts
            ? await CallWithTexts.ReadAsync(context.Request.BodyReader, room, context.RequestAborted)
            : await ReadJsonAsync(context, room);
    }

    private static async Task<CommandBody> ReadJsonAsync(HttpContext context, CallRoom room)
    {
        var body = new ArrayBufferWriter<byte>((int)Math.Min(Math.Max(context.Request.ContentLength ?? 0, 256), 64 << 10));
        while (await context.Request.Body.ReadAsync(body.GetMemory(4096), context.RequestAborted) is var length and > 0)
        {
            body.Advance(length);
            if (!room.IsSettled && body.WrittenCount > room.Least)
            {
                room.Settle(WordsOf(body.WrittenSpan));
            }

            if (body.WrittenCount > room.Most)
            {
                return room.TooLarge;
            }

            if (room.IsSettled && context.Request.ContentLength is { } whole && whole > body.Capacity)
            {
                // Room for all of it at once: a large file in rooms that double would take twice its size.
                _ = body.GetMemory((int)whole - body.WrittenCount);
            }
        }

        return Parse(body.WrittenSpan) is { Texts: null } request ? new Read(request) : new Malformed();
    }

    /// <summary>The call that a text is; null when it is none.</summary>
    internal static CommandRequest? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            // A word that is null is no word.
            return JsonSerializer.Deserialize(json, CommandJson.Default.CommandRequest) is { } request
                && (request.Args.IsDefault || !request.Args.Contains(null!)) ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The words at the start of a call of which only the start is here; those of the tool stand before its files.</summary>
    private static string[] WordsOf(ReadOnlySpan<byte> start)
    {
        var words = new List<string>();
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("args"u8) || !reader.Read())
            {
                return [];
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.String)
            {
                words.Add(reader.GetString()!);
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return [.. words];
    }
}
