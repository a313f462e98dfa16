using BootService.Commands;
using BootService.Hosting;
using BootService.Platform.Programs;
using BootService.Settings;
using BootService.Storage;

// What the unit does not start again after: no time mends a word that is wrong.
const int NotUnderstood = 2;

StandardStream.OpenClosed();

// What packages install besides the programs, and what docs/ are made of: bootservice describe manual|bash|zsh|openapi|...
if (args is ["describe", .. var kinds])
{
    if (kinds is [var kind] && (SettingsCatalog.Write(kind, Daemon.Keys) ?? Descriptions.Write(kind)) is { } text)
    {
        return Say(text);
    }

    Tell($"\"describe\" is followed by one of {string.Join(", ", Descriptions.Kinds.Concat(SettingsCatalog.Kinds))}");
    return NotUnderstood;
}

var errand = Errand.Of(args);
try
{
    switch (errand)
    {
        case { Word: Errand.Help }:
            return Say(SettingsCatalog.Help(Daemon.Keys));
        case { Word: Errand.Version }:
            return Say($"bootservice {Descriptions.Version}");
        case var _ when FileAllowance.WhyTooFew(OpenFiles.Most) is { } tooFew:
            throw new StartException(tooFew);
        case { Word: Errand.Check }:
            return await Daemon.CheckAsync(errand.Settings);
        case { Word: Errand.Restore, Copy: { } copy }:
            return await Daemon.RestoreAsync(copy, errand.Settings);
        default:
            return await Daemon.RunAsync(errand.Settings);
    }
}
catch (SettingsException faults)
{
    foreach (var sentence in faults.Sentences)
    {
        Tell(sentence);
    }

    return NotUnderstood;
}
catch (Exception fault) when (fault is StartException or StorageException)
{
    Tell(fault.Message.ReplaceLineEndings(" "));
    return 1;
}
catch (Exception fault) when (fault is ReaderGoneException or UnwrittenException)
{
    // As "bootservice --check | head" does; of a disk that is full there is something to say.
    if (fault is UnwrittenException)
    {
        Tell($"the answer cannot be written whole: {fault.Message}");
    }

    return 1;
}
catch (Exception defect)
{
    // An abort would write all memory, secrets among it, into a core file.
    Tell("bootservice has a defect and ends; please report this line: " + defect.ToString().ReplaceLineEndings(" | "));
    return 1;
}

static int Say(string text)
{
    StandardOutput.Say(text);
    return 0;
}

// Journald reads the priority at the start of the line.
static void Tell(string sentence)
{
    try
    {
        StandardStream.WriteLine(2, (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 } ? "<3>" : string.Empty) + "error - " + sentence);
    }
    catch (IOException)
    {
        // Nobody hears it; the exit code says as much as it can.
    }
}
