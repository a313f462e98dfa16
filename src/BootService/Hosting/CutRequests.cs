using System.Text;
using BootService.Http;
using Microsoft.AspNetCore.Connections;

namespace BootService.Hosting;

/// <summary>
/// Ends requests whose rest never comes, or cannot be read. The peer is at fault, not we: the log has no error of it, least of all with a trace.
/// </summary>
internal static class CutRequests
{
    /// <summary>Answers what a peer did wrong while its request was read, where it can be answered still.</summary>
    public static IApplicationBuilder UseCutRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var passing = next(context);
        return passing.IsCompletedSuccessfully ? passing : EndAsync(context, passing);
    });

    private static async Task EndAsync(HttpContext context, Task passing)
    {
        try
        {
            await passing;
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            var sentence = Encoding.UTF8.GetBytes($"the request cannot be read: {fault.Message}\n");
            context.Response.Clear();
            context.Response.StatusCode = fault.StatusCode;
            context.Response.ContentType = MediaTypes.Text;
            context.Response.ContentLength = sentence.Length;
            await context.Response.Body.WriteAsync(sentence);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or ConnectionResetException)
        {
            context.Abort();
        }
    }
}
