using BootService.Commands;

namespace BootService.Admin;

/// <summary>The status of HTTP that tells how a command ended.</summary>
internal static class CommandStatus
{
    /// <summary>The status.</summary>
    public static int Of(CommandEnd end) => end switch
    {
        { Exit: 0 } => StatusCodes.Status200OK,
        { IsForbidden: true } => StatusCodes.Status403Forbidden,
        { Exit: 1 } => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>What it is called in a problem.</summary>
    public static string Title(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status409Conflict => "Refused",
        _ => "Not understood",
    };
}
