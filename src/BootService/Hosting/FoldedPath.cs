namespace BootService.Hosting;

/// <summary>Folds repeated slashes: shim asks for <c>/boot//grubx64.efi</c> (docs/firmware.md), and a redirect would stop it.</summary>
internal static class FoldedPath
{
    /// <summary>Folds the path of each request before it is routed.</summary>
    public static IApplicationBuilder UseFoldedPath(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Request.Path = Fold(path);
        }

        return next(context);
    });

    /// <summary>One slash where there were several.</summary>
    public static string Fold(string path) => string.Create(Length(path), path, static (folded, path) =>
    {
        var at = 0;
        for (var read = 0; read < path.Length; read++)
        {
            if (!IsRepeat(path, read))
            {
                folded[at++] = path[read];
            }
        }
    });

    private static int Length(string path) => path.Length - Enumerable.Range(0, path.Length).Count(read => IsRepeat(path, read));

    private static bool IsRepeat(string path, int at) => at > 0 && path[at] == '/' && path[at - 1] == '/';
}
