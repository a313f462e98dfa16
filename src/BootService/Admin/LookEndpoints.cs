using System.Globalization;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Core.Access;
using Microsoft.Extensions.Primitives;

namespace BootService.Admin;

/// <summary>
/// Looking over HTTP: <c>GET /v1/commands/list.host?arg=backend&amp;limit=100</c>. <c>arg</c> is an argument and may stand several times, every other name is a
/// parameter. The answer is one JSON array, page by page; a refusal is a problem (RFC 9457).
/// </summary>
internal sealed class LookEndpoints(CommandRunner runner, CommandCatalog catalog, IHostApplicationLifetime service)
{
    private const string Argument = "arg";
    private const string Limit = "limit";
    private const string Offset = "offset";
    private const int UsualLimit = 1000;
    private const int MostLimit = 10_000;

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var verb = context.Request.RouteValues["verb"]!.ToString()!.Split('.');
        var cancel = context.RequestAborted;
        if (catalog.DeclarationOf(verb) is not { } declaration || declaration.Name != string.Join('.', verb))
        {
            await Refuse(
                context, StatusCodes.Status404NotFound, "Not found", $"there is no verb \"{Echo(string.Join(' ', verb))}\"; GET /openapi/v1.json names them");
            return;
        }

        if (!declaration.IsLooking)
        {
            context.Response.Headers.Allow = "POST";
            await Refuse(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed",
                $"\"{declaration.Words}\" does more than look: POST /v1/commands/{declaration.Name} calls it");
            return;
        }

        var caller = context.Features.Get<AdminRole>()!;
        var mayChange = caller.Role is TokenRole.Admin;
        if (CommandRunner.WhyForbidden(declaration, mayChange, caller.Scope) is { } forbidden)
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "Forbidden", forbidden);
            return;
        }

        if (!TryNumber(context.Request.Query[Limit], UsualLimit, 1, MostLimit, out var limit)
            || !TryNumber(context.Request.Query[Offset], 0, 0, long.MaxValue - MostLimit, out var offset))
        {
            await Refuse(
                context, StatusCodes.Status422UnprocessableEntity, "Not understood", $"{Limit} is a number from 1 to {MostLimit}, {Offset} one from 0");
            return;
        }

        var output = new JsonPageOutput(offset, (int)limit);
        var input = new CommandInput([.. verb, .. Words(context.Request.Query)])
        {
            By = Caller.Of(context),
            MayChange = mayChange,
            Scope = caller.Scope,
        };
        CommandEnd end;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, service.ApplicationStopping);
        try
        {
            end = declaration.Words is "watch"
                ? CommandEnd.NotUnderstood("what goes on without end has no pages: GET /v1/events is a stream of it")
                : await runner.RunAsync(input, output, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "Stopping", "the service is stopping");
            return;
        }

        // A check that finds something has shown it: it is no failure of the request.
        if (end.Exit != 0 && (output.Total == 0 || end.Exit != 1))
        {
            var status = CommandStatus.Of(end);
            var title = CommandStatus.Title(status);
            await Refuse(context, status, title, end.Sentence ?? output.Complaint ?? title);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Total-Count"] = output.Total.ToString(CultureInfo.InvariantCulture);
        if (output.HasMore)
        {
            context.Response.Headers.Link = $"<{Next(context.Request, offset + limit)}>; rel=\"next\"";
        }

        await context.Response.Body.WriteAsync(output.Json(), cancel);
    }

    private static Task Refuse(HttpContext context, int status, string title, string sentence) =>
        new Problem(title, status, sentence).WriteAsync(context.Response, context.RequestAborted);

    private static IEnumerable<string> Words(IQueryCollection query) =>
        query[Argument].OfType<string>()
            .Concat(query.Where(pair => pair.Key is not (Argument or Limit or Offset)).SelectMany(pair => pair.Value.Select(value => $"{pair.Key}={value}")));

    private static bool TryNumber(StringValues given, long usual, long least, long most, out long number)
    {
        number = usual;
        return given.Count == 0
            || (given is [{ } one] && long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }

    private static string Next(HttpRequest request, long offset)
    {
        var rest = request.Query.Where(pair => pair.Key != Offset).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
        return request.Path + QueryString.Create(rest.Append(KeyValuePair.Create(Offset, (string?)offset.ToString(CultureInfo.InvariantCulture)))).ToString();
    }

    private static string Echo(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
