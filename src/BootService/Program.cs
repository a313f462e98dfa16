using BootService.Commands.Catalog;
using BootService.Hosting;
using BootService.Settings;
using BootService.Storage;

// What packages install besides the programs: bootservice describe manual|bash|zsh|openapi.
if (args is ["describe", ..])
{
    if (args is [_, var kind] && Descriptions.Write(kind) is { } text)
    {
        await Console.Out.WriteLineAsync(text);
        return 0;
    }

    await Console.Error.WriteLineAsync($"error - \"describe\" is followed by one of {string.Join(", ", Descriptions.Kinds)}");
    return 2;
}

try
{
    return await Daemon.RunAsync(args);
}
catch (SettingsException faults)
{
    foreach (var sentence in faults.Sentences)
    {
        await Console.Error.WriteLineAsync("error - " + sentence);
    }

    return 1;
}
catch (Exception fault) when (fault is StartException or StorageException)
{
    await Console.Error.WriteLineAsync("error - " + fault.Message.ReplaceLineEndings(" "));
    return 1;
}
catch (Exception defect)
{
    // An abort would write all memory, secrets among it, into a core file.
    await Console.Error.WriteLineAsync("error - bootservice has a defect and ends; please report this line: " + defect.ToString().ReplaceLineEndings(" | "));
    return 1;
}
